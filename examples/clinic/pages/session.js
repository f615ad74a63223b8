// The client's session at the clinic's server: what the form asks, and where its result is stored. The tab remembers the
// session until the form has ended, so that a reload or the next page goes on with it.
const KEY = "clinic-session";
// Begins the name under which the tab remembers a session whose skip the server has not noted.
const SKIPPED = "clinic-skipped ";
const SAVE_TIMEOUT_MS = 15_000;
const SKIP_RETRY_MS = 3000;

const post = (path, body, options = {}) =>
  fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body), ...options });

async function okJson(response) {
  if (!response.ok) {
    throw new Error(`status ${response.status}`);
  }
  return response.json();
}

// Starts a call for the client whose invitation this is. Returns the session.
export async function startCall(invitation) {
  const { session, about } = await okJson(await post("/api/calls", { invitation }));
  sessionStorage.setItem(KEY, session);
  return { session, ...about };
}

// Returns the session that this tab remembers; null without one, or if the server does not know it any more.
export async function rememberedSession() {
  const id = sessionStorage.getItem(KEY);
  if (!id) {
    return null;
  }
  const response = await fetch(`/api/sessions/${id}`);
  if (response.status === 404) {
    sessionStorage.removeItem(KEY);
    return null;
  }
  return { session: id, ...(await okJson(response)) };
}

export const forgetSession = () => sessionStorage.removeItem(KEY);

// Sends a result. Resolves once the server has stored it.
async function save(session, result) {
  const response = await post(`/api/sessions/${session}/feedback`, result, { signal: AbortSignal.timeout(SAVE_TIMEOUT_MS) });
  if (!response.ok) {
    throw new Error(`status ${response.status}`);
  }
}

// The host's own words exist in English only; in other languages the form has its own.
export function setWords(feedback, therapist) {
  const whoSees = `${therapist} sees your answers before your next session.`;
  const crisis = "If you need help now, call your local emergency number.";
  feedback.strings = !feedback.lang || feedback.lang === "en" ? { whoSees, crisis } : null;
}

// Returns a sentence for the clients of a demo, who are made up; else an empty string.
export const describeDemo = ({ isMadeUp, therapist, client }) =>
  isMadeUp ? `This is a demo: ${therapist} and ${client} are made up.` : "";

// Sends the skip of a session until the server has noted it.
async function sendSkip(session, notify) {
  for (;;) {
    const options = { keepalive: true, signal: AbortSignal.timeout(SAVE_TIMEOUT_MS) };
    const status = await post(`/api/sessions/${session}/skip`, {}, options).then((response) => response.status, () => 0);
    if (status === 204 || status === 404) {
      sessionStorage.removeItem(SKIPPED + session);
      notify(status === 204 ? "The clinic’s server has noted that you skipped." : ""); // 404: the session has expired
      return;
    }
    notify("The clinic’s server has not noted yet that you skipped. This page tries again.");
    await new Promise((done) => setTimeout(done, SKIP_RETRY_MS));
  }
}

// Sends the skips that the tab remembers from an earlier page.
export function sendSkips(notify) {
  const names = Object.keys(sessionStorage).filter((name) => name.startsWith(SKIPPED));
  names.forEach((name) => sendSkip(name.slice(SKIPPED.length), notify));
}

// Lets the form ask about a session. `notify` gets a line for the client's page.
export function ask(feedback, { session, call, therapist, instrument, history }, notify) {
  feedback.sessionId = call;
  feedback.instrument = instrument;
  feedback.history = history;
  setWords(feedback, therapist);
  feedback.addEventListener("rapport-submit", (event) => event.waitUntil(save(session, event.detail)));
  feedback.addEventListener("rapport-saved", () => {
    forgetSession();
    notify("The clinic’s server has stored your answers.");
  });
  feedback.addEventListener("rapport-save-failed", () => notify("Your answers are not stored yet."));
  feedback.addEventListener("rapport-dismiss", ({ detail }) => {
    // The form may come back, on this page or the next.
    if (detail.reason === "unload" || detail.reason === "removed") {
      return;
    }
    forgetSession();
    sessionStorage.setItem(SKIPPED + session, "");
    sendSkip(session, notify);
  });
}
