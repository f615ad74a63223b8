import type { RapportFeedback } from "rapport-feedback";

/** On your server: adds parameters to a client's `join` call. Call it before you calculate the checksum. */
export function comeBack(join: URLSearchParams, page: string, session: string): void {
  const back = new URL(page);
  back.searchParams.set("session", session);
  join.set("logoutURL", back.href);
  join.set("userdata-bbb_ask_for_feedback_on_logout", "false");
}

/** On the page that the client comes back to: opens the form, once a session. */
export function askOnReturn(feedback: RapportFeedback): void {
  const session = new URLSearchParams(location.search).get("session");
  if (session === null) return;
  const asked = `asked:${session}`;
  if (localStorage.getItem(asked) !== null) return;
  let hasFailed = false;
  feedback.sessionId = session;
  feedback.addEventListener("rapport-error", ({ detail }) => { hasFailed ||= detail.fatal; });
  feedback.addEventListener("rapport-saved", () => localStorage.setItem(asked, "sent"));
  feedback.addEventListener("rapport-dismiss", ({ detail: { reason, result } }) => {
    // After these two the form may come back.
    if (reason === "unload" || reason === "removed") return;
    // A client who closes the apology for a form that failed has not been asked.
    if (!hasFailed || result || reason === "skip") localStorage.setItem(asked, reason);
  });
  feedback.show();
}
