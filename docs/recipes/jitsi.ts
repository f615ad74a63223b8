import type { JitsiMeetExternalAPI, ParticipantKickedOutEvent } from "jitsi-meet";
import type { RapportFeedback } from "rapport-feedback";

/** How long a client may be out of the room, for a reload or a breakout room, before the call counts as over. */
const REJOIN_TIMEOUT_MS = 60_000;

/** Opens the form when the client's call is over. Call it before the client joins. */
export function askAfter(api: JitsiMeetExternalAPI, feedback: RapportFeedback): void {
  let joined = false;
  let away: number | undefined;
  const ask = (): void => {
    window.clearTimeout(away);
    if (!joined) return; // never in the room, or already asked
    joined = false;
    api.dispose();
    feedback.show();
  };
  api.on("videoConferenceJoined", () => {
    window.clearTimeout(away);
    joined = true;
  });
  api.on("readyToClose", ask);
  api.on("participantKickedOut", ({ kicked }: ParticipantKickedOutEvent) => {
    if (kicked.local) ask();
  });
  api.on("videoConferenceLeft", () => {
    window.clearTimeout(away);
    away = window.setTimeout(ask, REJOIN_TIMEOUT_MS);
  });
}
