import type { RapportFeedback } from "rapport-feedback";

/** How long a lost connection may take to recover before the call counts as over. */
const RECONNECT_TIMEOUT_MS = 20_000;

/** Opens the form when the client's call is over. Returns a function that ends the call: call it from your own code. */
export function askAfter(peer: RTCPeerConnection, feedback: RapportFeedback): () => void {
  let joined = peer.connectionState === "connected";
  let over = false;
  let lost: number | undefined;
  const end = (): void => {
    if (over) return;
    over = true;
    window.clearTimeout(lost);
    for (const sender of peer.getSenders()) sender.track?.stop();
    peer.close();
    if (joined) feedback.show();
  };
  peer.addEventListener("connectionstatechange", () => {
    window.clearTimeout(lost);
    if (peer.connectionState === "connected") joined = true;
    else if (peer.connectionState !== "connecting") lost = window.setTimeout(end, RECONNECT_TIMEOUT_MS);
  });
  return end;
}
