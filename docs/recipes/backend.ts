import type { FeedbackResult, RapportFeedback } from "rapport-feedback";

/** After this time the form shows that the answers are not saved yet. */
const SAVE_TIMEOUT_MS = 15_000;

/** Sends each result to your server. Call it before the form is opened. */
export function saveTo(url: string, feedback: RapportFeedback): void {
  feedback.addEventListener("rapport-submit", (event) => event.waitUntil(save(url, event.detail)));
}

async function save(url: string, result: FeedbackResult): Promise<void> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(result),
    signal: AbortSignal.timeout(SAVE_TIMEOUT_MS),
  });
  if (!response.ok) throw new Error(`status ${response.status}`);
}
