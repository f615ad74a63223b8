// JSX types for React: import type {} from "rapport-feedback/react".
// React 19 sets properties of a custom element, and adds listeners by "on" and the event's type: onrapport-submit.
// React 18 and older write every value as an attribute, under the name as it is: for them only attributes are allowed.
import type { DetailedHTMLProps, HTMLAttributes } from "react";
import type { FeedbackAttributes, FeedbackProps, RapportEventMap, RapportFeedback } from "rapport-feedback";
import type { RapportTrend, TrendAttributes, TrendEventMap, TrendProps } from "./rapport-trend.js";

// React 19 removed createFactory.
type SetsProperties = "createFactory" extends keyof typeof import("react") ? false : true;

type HtmlProps<Element> = DetailedHTMLProps<HTMLAttributes<Element>, Element>;
type Handlers<Events> = { [Name in keyof Events & string as `on${Name}`]?: (event: Events[Name]) => void };
type PropertyProps<Element, Props, Events> = Omit<HtmlProps<Element>, keyof Props> & Props & Handlers<Events>;
// JSX accepts unknown names with a hyphen, so handlers are forbidden by name. A false boolean is written as "false".
type AttributeProps<Element, Attributes, Events> = Omit<
  HtmlProps<Element>,
  keyof Attributes | "className" | "hidden" | "autoFocus"
> &
  Attributes & { [Name in keyof Handlers<Events>]?: never } & { class?: string; hidden?: true; autoFocus?: true };

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "rapport-feedback": SetsProperties extends true
        ? PropertyProps<RapportFeedback, FeedbackProps, RapportEventMap>
        : AttributeProps<RapportFeedback, FeedbackAttributes, RapportEventMap>;
      "rapport-trend": SetsProperties extends true
        ? PropertyProps<RapportTrend, TrendProps, TrendEventMap>
        : AttributeProps<RapportTrend, TrendAttributes, TrendEventMap>;
    }
  }
}
