// Template types for Vue 3: import type {} from "rapport-feedback/vue".
// Vue adds listeners for a custom element's events by @ and the event's type: @rapport-submit.
import type { DefineComponent, EmitFn, HTMLAttributes, PublicProps } from "vue";
import type { FeedbackProps, RapportEventMap, RapportFeedback } from "rapport-feedback";

type Emits = { [Name in keyof RapportEventMap]: (event: RapportEventMap[Name]) => void };
type Element = new () => RapportFeedback & {
  /** @deprecated Only for the types of templates. */
  $props: Omit<HTMLAttributes, keyof FeedbackProps> & FeedbackProps & PublicProps;
  /** @deprecated Only for the types of templates. */
  $emit: EmitFn<Emits>;
};

declare module "vue" {
  interface GlobalComponents {
    "rapport-feedback": Element;
  }
}
