// JSX types for Solid: import type {} from "rapport-feedback/solid".
// Solid sets a property by prop:NAME and listens by on:EVENT.
import type { JSX } from "solid-js";
import type { FeedbackAttributes, FeedbackProperties, RapportEventMap, RapportFeedback } from "rapport-feedback";

type Handlers = { [Name in keyof RapportEventMap as `on:${Name}`]?: (event: RapportEventMap[Name]) => void };
type Properties = { [Name in keyof FeedbackProperties as `prop:${Name}`]?: FeedbackProperties[Name] };
type Plain = Omit<JSX.HTMLAttributes<RapportFeedback>, keyof FeedbackAttributes>;

declare module "solid-js" {
  namespace JSX {
    interface IntrinsicElements {
      "rapport-feedback": Plain & FeedbackAttributes & Properties & Handlers;
    }
  }
}
