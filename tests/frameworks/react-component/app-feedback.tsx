// Shows the element by the component of docs/frameworks.md.
import { useEffect, useLayoutEffect, useRef } from "react";
import type { RapportFeedback } from "rapport-feedback";
import { children, configuration, EVENT_NAMES, listen, record, type State } from "../shared/hooks";
import { Feedback } from "./feedback";

const on = Object.fromEntries(EVENT_NAMES.map((name) => [name, record]));
const useBrowserEffect = typeof window === "undefined" ? useEffect : useLayoutEffect;

export function AppFeedback({ state, hasChildren = children }: { state: State; hasChildren?: boolean }) {
  const container = useRef<HTMLDivElement>(null);
  useBrowserEffect(() => listen(container.current!.firstElementChild as RapportFeedback), []);
  const { sessionId, showValue, keepDraft, localEvents, instrument, history, strings, answers, ...rest } = state;
  return (
    <div ref={container}>
      <Feedback
        session-id={sessionId}
        show-value={showValue}
        keep-draft={keepDraft}
        local-events={localEvents}
        {...rest}
        properties={{
          instrument: instrument ?? null,
          history: history ?? null,
          strings: strings ?? null,
          answers: answers ?? null,
        }}
        on={on}
      >
        {hasChildren && <script type="application/json">{configuration}</script>}
        {hasChildren && <p id="child">light</p>}
      </Feedback>
    </div>
  );
}
