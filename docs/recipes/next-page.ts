import type { RapportFeedback } from "rapport-feedback";

const KEY = "feedback-due";

/** On the client's call page: remembers that feedback is due. Call it when the call connects. */
export function rememberCall(session: string): void {
  sessionStorage.setItem(KEY, session);
}

/** On each page that can follow: opens the form if feedback is due. */
export function askIfDue(feedback: RapportFeedback): void {
  const session = sessionStorage.getItem(KEY);
  if (session === null) return;
  const forget = () => sessionStorage.removeItem(KEY);
  feedback.sessionId = session;
  feedback.addEventListener("rapport-saved", forget);
  feedback.addEventListener("rapport-dismiss", ({ detail }) => {
    // The form may come back, on this page or the next.
    if (detail.reason !== "unload" && detail.reason !== "removed") forget();
  });
  feedback.show();
}
