import type { DailyCall } from "@daily-co/daily-js";
import type { RapportFeedback } from "rapport-feedback";

/** Opens the form when the client's call is over, and takes Daily's frame off the page first. */
export function askAfter(call: DailyCall, feedback: RapportFeedback): void {
  let joined = call.meetingState() === "joined-meeting";
  const open = (): void => feedback.show();
  const ask = (): void => {
    if (!joined) return; // never in the room, or already asked
    joined = false;
    call.destroy().then(open, open);
  };
  call.on("joined-meeting", () => {
    joined = true;
  });
  call.on("left-meeting", ask);
  call.on("error", ask);
}
