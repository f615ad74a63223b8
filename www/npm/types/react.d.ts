// JSX types for React: import type {} from "rapport-feedback/react".
// React 19 sets properties of a custom element, and adds listeners by "on" and the event's type: onrapport-submit.
// React 18 and older write every value as an attribute, under the name as it is: for them only attributes are allowed.
import type { DetailedHTMLProps, HTMLAttributes } from "react";
import type { FeedbackAttributes, FeedbackProps, RapportEventMap, RapportFeedback } from "rapport-feedback";

// React 19 removed createFactory.
type SetsProperties = "createFactory" extends keyof typeof import("react") ? false : true;

type HtmlProps = DetailedHTMLProps<HTMLAttributes<RapportFeedback>, RapportFeedback>;
type Handlers = { [Name in keyof RapportEventMap as `on${Name}`]?: (event: RapportEventMap[Name]) => void };
type PropertyProps = Omit<HtmlProps, keyof FeedbackProps> & FeedbackProps & Handlers;
// JSX accepts unknown names with a hyphen, so handlers are forbidden by name. A false boolean is written as "false".
type AttributeProps = Omit<HtmlProps, keyof FeedbackAttributes | "className" | "hidden" | "autoFocus"> &
  FeedbackAttributes & { [Name in keyof Handlers]?: never } & { class?: string; hidden?: true; autoFocus?: true };

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "rapport-feedback": SetsProperties extends true ? PropertyProps : AttributeProps;
    }
  }
}
