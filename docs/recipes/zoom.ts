import { ConnectionState, type VideoClient, type event_connection_change } from "@zoom/videosdk";
import type { RapportFeedback } from "rapport-feedback";

/** Opens the form when the client's call is over. */
export function askAfter(client: typeof VideoClient, feedback: RapportFeedback): void {
  let joined = client.getSessionInfo().isInMeeting;
  const change: typeof event_connection_change = ({ state }) => {
    if (state === ConnectionState.Connected) {
      joined = true;
    } else if (joined && (state === ConnectionState.Closed || state === ConnectionState.Fail)) {
      client.off("connection-change", change);
      feedback.show();
    }
  };
  client.on("connection-change", change);
}
