import type {} from "rapport-feedback/solid";
import { onCleanup, Show } from "solid-js";
import { children, configuration, listen, type State, record } from "../shared/hooks";

export function Feedback(props: { state: State }) {
  return (
    <rapport-feedback
      ref={(element) => onCleanup(listen(element))}
      attr:session-id={props.state.sessionId}
      attr:lang={props.state.lang}
      prop:mode={props.state.mode}
      prop:theme={props.state.theme}
      bool:review={props.state.review}
      prop:localEvents={props.state.localEvents}
      prop:showValue={props.state.showValue}
      prop:keepDraft={props.state.keepDraft}
      prop:instrument={props.state.instrument}
      prop:history={props.state.history}
      prop:strings={props.state.strings}
      prop:answers={props.state.answers}
      on:rapport-ready={record}
      on:rapport-open={record}
      on:rapport-close={record}
      on:rapport-input={record}
      on:rapport-change={record}
      on:rapport-submit={record}
      on:rapport-saved={record}
      on:rapport-save-failed={record}
      on:rapport-dismiss={record}
      on:rapport-error={record}
    >
      <Show when={children}>
        <script type="application/json">{configuration}</script>
        <p id="child">light</p>
      </Show>
    </rapport-feedback>
  );
}
