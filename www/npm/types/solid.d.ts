// JSX types for Solid: import type {} from "rapport-feedback/solid".
// Solid sets properties of custom elements by their names or by prop:NAME, and attributes by attr:NAME and bool:NAME.
// It adds listeners by on:EVENT.
import type { JSX } from "solid-js";
import type { FeedbackAttributes, FeedbackProps, RapportEventMap, RapportFeedback } from "rapport-feedback";
import type { RapportTrend, TrendAttributes, TrendEventMap, TrendProps } from "./rapport-trend.js";

type Prefixed<Prefix extends string, Props> = {
  [Name in keyof Props as `${Prefix}:${Name & string}`]?: Props[Name];
};
type Handlers<Events> = { [Name in keyof Events & string as `on:${Name}`]?: (event: Events[Name]) => void };
type ElementProps<Element, Attributes, Props, Events> = Omit<JSX.HTMLAttributes<Element>, keyof Props> &
  Props &
  Prefixed<"prop", Props> &
  Prefixed<"attr" | "bool", Attributes> &
  Handlers<Events>;

declare module "solid-js" {
  namespace JSX {
    interface IntrinsicElements {
      "rapport-feedback": ElementProps<RapportFeedback, FeedbackAttributes, FeedbackProps, RapportEventMap>;
      "rapport-trend": ElementProps<RapportTrend, TrendAttributes, TrendProps, TrendEventMap>;
    }
  }
}
