import type {} from "rapport-feedback/solid";
import { onCleanup, Show } from "solid-js";
import { children, configuration, listen, type State, tell } from "../shared/hooks";

export function Feedback(props: { state: State }) {
  return (
    <rapport-feedback
      ref={(element) => onCleanup(listen(element))}
      attr:session-id={props.state.sessionId}
      attr:lang={props.state.lang}
      prop:mode={props.state.mode}
      prop:theme={props.state.theme}
      bool:review={props.state.review}
      private={props.state.private}
      prop:showValue={props.state.showValue}
      prop:keepDraft={props.state.keepDraft}
      prop:instrument={props.state.instrument}
      prop:history={props.state.history}
      prop:strings={props.state.strings}
      prop:answers={props.state.answers}
      on:rapport-ready={tell}
      on:rapport-input={tell}
      on:rapport-change={tell}
      on:rapport-submit={tell}
      on:rapport-saved={tell}
      on:rapport-save-failed={tell}
      on:rapport-dismiss={tell}
      on:rapport-error={tell}
    >
      <Show when={children}>
        <script type="application/json">{configuration}</script>
        <p id="child">light</p>
      </Show>
    </rapport-feedback>
  );
}
