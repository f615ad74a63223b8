import { useLayoutEffect, useRef } from "preact/hooks";
import type { RapportFeedback } from "rapport-feedback";
import type {} from "rapport-feedback/preact";
import { children, configuration, late, listen, type State, tell } from "../shared/hooks";

export function Feedback({ state }: { state: State }) {
  const ref = useRef<RapportFeedback>(null);
  const { sessionId, showValue, keepDraft, instrument, history, strings, answers, ...rest } = state;
  // Before the browser paints: where the program is loaded already, rapport-ready comes at once.
  useLayoutEffect(() => listen(ref.current!), []);

  // Preact sets a property only where the element has it already. Before the element is defined, names are those
  // of attributes, and data is given by the ref.
  const data = { instrument: instrument ?? null, history: history ?? null, strings: strings ?? null, answers: answers ?? null };
  useLayoutEffect(() => {
    if (late) {
      Object.assign(ref.current!, data);
    }
  }, Object.values(data));
  const given = late
    ? { "session-id": sessionId, "show-value": showValue || undefined, "keep-draft": keepDraft || undefined }
    : { sessionId, showValue, keepDraft, instrument, history, strings, answers };

  return (
    <rapport-feedback
      ref={ref}
      {...rest}
      {...given}
      onrapport-ready={tell}
      onrapport-input={tell}
      onrapport-change={tell}
      onrapport-submit={tell}
      onrapport-saved={tell}
      onrapport-save-failed={tell}
      onrapport-dismiss={tell}
      onrapport-error={tell}
    >
      {children && <script type="application/json">{configuration}</script>}
      {children && <p id="child">light</p>}
    </rapport-feedback>
  );
}
