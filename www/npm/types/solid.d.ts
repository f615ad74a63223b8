// JSX types for Solid: import type {} from "rapport-feedback/solid".
// Solid sets properties of custom elements by their names or by prop:NAME, and attributes by attr:NAME and bool:NAME.
// It adds listeners by on:EVENT.
import type { JSX } from "solid-js";
import type { FeedbackAttributes, FeedbackProps, RapportEventMap, RapportFeedback } from "rapport-feedback";

type Prefixed<Prefix extends string, Props> = {
  [Name in keyof Props as `${Prefix}:${Name & string}`]?: Props[Name];
};
type Handlers = { [Name in keyof RapportEventMap as `on:${Name}`]?: (event: RapportEventMap[Name]) => void };
type ElementProps = Omit<JSX.HTMLAttributes<RapportFeedback>, keyof FeedbackProps>;

declare module "solid-js" {
  namespace JSX {
    interface IntrinsicElements {
      "rapport-feedback": ElementProps &
        FeedbackProps &
        Prefixed<"prop", FeedbackProps> &
        Prefixed<"attr" | "bool", FeedbackAttributes> &
        Handlers;
    }
  }
}
