// Template types for Vue 3: import type {} from "rapport-feedback/vue".
// Vue adds listeners for a custom element's events by @ and the event's type: @rapport-submit.
import type { DefineComponent, EmitFn, HTMLAttributes, PublicProps } from "vue";
import type { FeedbackProps, RapportEventMap, RapportFeedback } from "rapport-feedback";
import type { RapportTrend, TrendEventMap, TrendProps } from "./rapport-trend.js";

type Emits<Events> = { [Name in keyof Events]: (event: Events[Name]) => void };
type Element<Instance, Props, Events> = new () => Instance & {
  /** @deprecated Only for the types of templates. */
  $props: Omit<HTMLAttributes, keyof Props> & Props & PublicProps;
  /** @deprecated Only for the types of templates. */
  $emit: EmitFn<Emits<Events>>;
};

declare module "vue" {
  interface GlobalComponents {
    "rapport-feedback": Element<RapportFeedback, FeedbackProps, RapportEventMap>;
    "rapport-trend": Element<RapportTrend, TrendProps, TrendEventMap>;
  }
}
