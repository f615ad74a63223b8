// JSX types for Preact: import type {} from "rapport-feedback/preact".
// Preact adds listeners for a custom element's events by "on" and the event's type: onrapport-submit.
import type { ClassAttributes, HTMLAttributes } from "preact";
import type { FeedbackProps, RapportEventMap, RapportFeedback } from "rapport-feedback";
import type { RapportTrend, TrendEventMap, TrendProps } from "./rapport-trend.js";

type Handlers<Events> = { [Name in keyof Events & string as `on${Name}`]?: (event: Events[Name]) => void };
type ElementProps<Element extends EventTarget, Props, Events> = Omit<HTMLAttributes<Element>, keyof Props> &
  ClassAttributes<Element> &
  Props &
  Handlers<Events>;

declare module "preact" {
  namespace JSX {
    interface IntrinsicElements {
      "rapport-feedback": ElementProps<RapportFeedback, FeedbackProps, RapportEventMap>;
      "rapport-trend": ElementProps<RapportTrend, TrendProps, TrendEventMap>;
    }
  }
}
