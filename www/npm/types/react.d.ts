// JSX types for React 19: import type {} from "rapport-feedback/react".
// React adds listeners for a custom element's events by "on" and the event's type: onrapport-submit.
import type { DetailedHTMLProps, HTMLAttributes } from "react";
import type { FeedbackProps, RapportEventMap, RapportFeedback } from "rapport-feedback";

type Handlers = { [Name in keyof RapportEventMap as `on${Name}`]?: (event: RapportEventMap[Name]) => void };
type ElementProps = Omit<DetailedHTMLProps<HTMLAttributes<RapportFeedback>, RapportFeedback>, keyof FeedbackProps>;

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "rapport-feedback": ElementProps & FeedbackProps & Handlers;
    }
  }
}
