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
  let hasFailed = false;
  feedback.sessionId = session;
  feedback.addEventListener("rapport-error", ({ detail }) => { hasFailed ||= detail.fatal; });
  feedback.addEventListener("rapport-saved", forget);
  feedback.addEventListener("rapport-dismiss", ({ detail: { reason, result } }) => {
    // The form may come back, on this page or the next.
    if (reason === "unload" || reason === "removed") return;
    // A client who closes the apology for a form that failed has not been asked.
    if (!hasFailed || result || reason === "skip") forget();
  });
  feedback.show();
}
