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
  feedback.sessionId = session;
  feedback.addEventListener("rapport-saved", () => localStorage.setItem(asked, "sent"));
  feedback.addEventListener("rapport-dismiss", ({ detail }) => {
    // After these two the form may come back.
    if (detail.reason !== "unload" && detail.reason !== "removed") localStorage.setItem(asked, detail.reason);
  });
  feedback.show();
}
