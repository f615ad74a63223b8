// Template types for Vue 3: import type {} from "rapport-feedback/vue".
// Vue listens to an element's own events by @ and the event's name: @rapport-submit.
import type { DefineComponent, EmitFn, HTMLAttributes, PublicProps } from "vue";
import type { FeedbackProps, RapportEventMap, RapportFeedback } from "rapport-feedback";

type Emits = { [Name in keyof RapportEventMap]: (event: RapportEventMap[Name]) => void };
type Element = new () => RapportFeedback & {
  /** @deprecated For the types of templates only. */
  $props: Omit<HTMLAttributes, keyof FeedbackProps> & FeedbackProps & PublicProps;
  /** @deprecated For the types of templates only. */
  $emit: EmitFn<Emits>;
};

declare module "vue" {
  interface GlobalComponents {
    "rapport-feedback": Element;
  }
}
