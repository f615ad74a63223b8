// JSX types for Preact: import type {} from "rapport-feedback/preact".
// Preact listens to an element's own events by "on" and the event's name: onrapport-submit.
import type { ClassAttributes, HTMLAttributes } from "preact";
import type { FeedbackProps, RapportEventMap, RapportFeedback } from "rapport-feedback";

type Handlers = { [Name in keyof RapportEventMap as `on${Name}`]?: (event: RapportEventMap[Name]) => void };
type Plain = Omit<HTMLAttributes<RapportFeedback>, keyof FeedbackProps> & ClassAttributes<RapportFeedback>;

declare module "preact" {
  namespace JSX {
    interface IntrinsicElements {
      "rapport-feedback": Plain & FeedbackProps & Handlers;
    }
  }
}
