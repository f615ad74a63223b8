import type { RapportFeedback } from "rapport-feedback";

/** Sends a result again whose request may be lost, because the page was left before your server answered. */
export function sendOnUnload(url: string, feedback: RapportFeedback): void {
  feedback.addEventListener("rapport-dismiss", ({ detail: { reason, result } }) => {
    // Without `submittedAt` the client did not press Send: these answers stay on the page.
    if (reason !== "unload" || !result?.submittedAt) return;
    navigator.sendBeacon(url, new Blob([JSON.stringify(result)], { type: "application/json" }));
  });
}
