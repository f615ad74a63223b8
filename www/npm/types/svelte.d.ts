// Template types for Svelte 5: import type {} from "rapport-feedback/svelte".
// Svelte adds listeners for a custom element's events by "on" and the event's type: onrapport-submit.
import type { HTMLAttributes } from "svelte/elements";
import type { FeedbackProps, RapportEventMap, RapportFeedback } from "rapport-feedback";
import type { RapportTrend, TrendEventMap, TrendProps } from "./rapport-trend.js";

type Handlers<Events> = { [Name in keyof Events & string as `on${Name}`]?: (event: Events[Name]) => void };
type ElementProps<Element extends EventTarget, Props, Events> = Omit<HTMLAttributes<Element>, keyof Props> &
  Props &
  Handlers<Events>;

declare module "svelte/elements" {
  interface SvelteHTMLElements {
    "rapport-feedback": ElementProps<RapportFeedback, FeedbackProps, RapportEventMap>;
    "rapport-trend": ElementProps<RapportTrend, TrendProps, TrendEventMap>;
  }
}
