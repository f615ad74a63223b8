import { ConnectionState, DisconnectReason, RoomEvent, type Room } from "livekit-client";
import type { RapportFeedback } from "rapport-feedback";

/** Opens the form when the client's call is over. */
export function askAfter(room: Room, feedback: RapportFeedback): void {
  const joined = (): void => {
    room.once(RoomEvent.Disconnected, (reason) => {
      // The same person joined from another tab or device: the call goes on there, and the form shows there.
      if (reason !== DisconnectReason.DUPLICATE_IDENTITY) feedback.show();
    });
  };
  if (room.state === ConnectionState.Disconnected || room.state === ConnectionState.Connecting) {
    room.once(RoomEvent.Connected, joined);
  } else {
    joined();
  }
}
