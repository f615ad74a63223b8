// Template types for Svelte 5: import type {} from "rapport-feedback/svelte".
// Svelte adds listeners for a custom element's events by "on" and the event's type: onrapport-submit.
import type { HTMLAttributes } from "svelte/elements";
import type { FeedbackProps, RapportEventMap, RapportFeedback } from "rapport-feedback";

type Handlers = { [Name in keyof RapportEventMap as `on${Name}`]?: (event: RapportEventMap[Name]) => void };

declare module "svelte/elements" {
  interface SvelteHTMLElements {
    "rapport-feedback": Omit<HTMLAttributes<RapportFeedback>, keyof FeedbackProps> & FeedbackProps & Handlers;
  }
}
