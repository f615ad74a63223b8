import type { Event, Session } from "@vonage/client-sdk-video";
import type { RapportFeedback } from "rapport-feedback";

/** Opens the form when the client's call is over. */
export function askAfter(session: Session, feedback: RapportFeedback): void {
  session.once("sessionDisconnected", (_event: Event<"sessionDisconnected", Session>) => {
    // The SDK removes its videos from the page after its listeners have run.
    window.setTimeout(() => feedback.show());
  });
}
