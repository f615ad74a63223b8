import { useLayoutEffect, useRef } from "preact/hooks";
import type { RapportFeedback } from "rapport-feedback";
import type {} from "rapport-feedback/preact";
import { children, configuration, late, listen, type State, record } from "../shared/hooks";

export function Feedback({ state }: { state: State }) {
  const ref = useRef<RapportFeedback>(null);
  const { sessionId, showValue, keepDraft, localEvents, instrument, history, strings, answers, ...rest } = state;
  // A layout effect runs before the browser paints: rapport-ready may be emitted soon after.
  useLayoutEffect(() => listen(ref.current!), []);

  // Preact sets a property only if the element has it. Before the element is defined, it writes attributes; objects are
  // set through the ref.
  const data = { instrument: instrument ?? null, history: history ?? null, strings: strings ?? null, answers: answers ?? null };
  useLayoutEffect(() => {
    if (late) {
      Object.assign(ref.current!, data);
    }
  }, Object.values(data));
  const bound = late
    ? { "session-id": sessionId, "show-value": showValue || undefined, "keep-draft": keepDraft || undefined, "local-events": localEvents || undefined }
    : { sessionId, showValue, keepDraft, localEvents, instrument, history, strings, answers };

  return (
    <rapport-feedback
      ref={ref}
      {...rest}
      {...bound}
      onrapport-ready={record}
      onrapport-open={record}
      onrapport-close={record}
      onrapport-input={record}
      onrapport-change={record}
      onrapport-submit={record}
      onrapport-saved={record}
      onrapport-save-failed={record}
      onrapport-dismiss={record}
      onrapport-error={record}
    >
      {children && <script type="application/json">{configuration}</script>}
      {children && <p id="child">light</p>}
    </rapport-feedback>
  );
}
