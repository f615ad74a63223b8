import type { RapportFeedback } from "rapport-feedback";

/** Hands over what the client pressed Send for when the page goes before your server has answered. */
export function sendOnUnload(url: string, feedback: RapportFeedback): void {
  feedback.addEventListener("rapport-dismiss", ({ detail: { reason, result } }) => {
    // Without a time of sending, nobody pressed Send: these answers stay the client's.
    if (reason !== "unload" || !result?.submittedAt) return;
    navigator.sendBeacon(url, new Blob([JSON.stringify(result)], { type: "application/json" }));
  });
}
