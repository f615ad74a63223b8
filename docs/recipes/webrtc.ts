import type { RapportFeedback } from "rapport-feedback";

/** How long a lost connection may take to come back before the call counts as over. */
const LOST = 20_000;

/** Opens the form when the client's call is over. Returns a function that ends the call, for your button and your signalling. */
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
    else if (peer.connectionState !== "connecting") lost = window.setTimeout(end, LOST);
  });
  return end;
}
