// JSX types for Preact: import type {} from "rapport-feedback/preact".
// Preact adds listeners for a custom element's events by "on" and the event's type: onrapport-submit.
import type { ClassAttributes, HTMLAttributes } from "preact";
import type { FeedbackProps, RapportEventMap, RapportFeedback } from "rapport-feedback";

type Handlers = { [Name in keyof RapportEventMap as `on${Name}`]?: (event: RapportEventMap[Name]) => void };
type ElementProps = Omit<HTMLAttributes<RapportFeedback>, keyof FeedbackProps> & ClassAttributes<RapportFeedback>;

declare module "preact" {
  namespace JSX {
    interface IntrinsicElements {
      "rapport-feedback": ElementProps & FeedbackProps & Handlers;
    }
  }
}
