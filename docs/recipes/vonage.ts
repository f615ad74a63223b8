import type { Event, Session } from "@vonage/client-sdk-video";
import type { RapportFeedback } from "rapport-feedback";

/** Opens the form when the client's call is over. */
export function askAfter(session: Session, feedback: RapportFeedback): void {
  session.once("sessionDisconnected", (_event: Event<"sessionDisconnected", Session>) => {
    // The SDK takes its videos off the page once its listeners have run.
    window.setTimeout(() => feedback.open());
  });
}
