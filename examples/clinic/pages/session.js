// The client's session at the clinic's server: what the form asks, and where its result is stored. The tab remembers the
// session until the form has ended, so that a reload or the next page goes on with it.
const SESSION = "clinic-session";
// The link that began the session.
const INVITATION = "clinic-invitation";
// The session whose form has to show in this tab. The server may not know yet that its call is over.
const DUE = "clinic-due";
// Begins the name under which the tab remembers a session whose skip the server has not noted.
const SKIPPED = "clinic-skipped ";
const TIMEOUT_MS = 15_000;
const RETRY_MS = 3000;
const TOO_LATE =
  "The clinic’s server takes no more answers for this session: it has some already, or too much time has passed. " +
  "You can close the form.";

const request = (path, options) => fetch(path, { signal: AbortSignal.timeout(TIMEOUT_MS), ...options });
// `keepalive` lets a request arrive although the client leaves the page.
const post = (path, body) =>
  request(path, { method: "POST", keepalive: true, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

// Returns whether the server knows the session, which it does not if it has expired or is used up. Throws on other
// refusals.
function isKnown({ ok, status }) {
  if (!ok && status !== 404) {
    throw new Error(`status ${status}`);
  }
  return ok;
}

// Calls a function until its promise is fulfilled.
async function retry(attempt, onFailure) {
  for (;;) {
    try {
      return await attempt();
    } catch {
      onFailure();
      await new Promise((done) => setTimeout(done, RETRY_MS));
    }
  }
}

// Starts a call for the client whose invitation this is. Returns the session.
export async function startCall(invitation) {
  const response = await post("/api/calls", { invitation });
  if (!response.ok) {
    throw new Error(`status ${response.status}`);
  }
  const { session, about } = await response.json();
  sessionStorage.setItem(SESSION, session);
  sessionStorage.setItem(INVITATION, invitation);
  return { session, ...about };
}

// Returns the session that this tab remembers; null without one, or if the server does not know it any more. Asks until
// the server answers.
export async function rememberedSession(notify) {
  const session = sessionStorage.getItem(SESSION);
  const about = session && (await retry(
    async () => {
      const response = await request(`/api/sessions/${session}`);
      return isKnown(response) ? response.json() : null;
    },
    () => notify("The clinic’s server cannot be reached. This page tries again."),
  ));
  notify("");
  about || forgetSession();
  return about && { session, ...about };
}

export const forgetSession = () => [SESSION, INVITATION, DUE].forEach((key) => sessionStorage.removeItem(key));

// Forgets a session that another link began: it may be another client's.
export function forgetOthers(invitation) {
  sessionStorage.getItem(INVITATION) === invitation || forgetSession();
}

// Remembers that the call is over for this tab, and that the form has to show.
export const markDue = ({ session }) => sessionStorage.setItem(DUE, session);

// Returns whether the form has to show. One that was sent stays due until this tab has the acknowledgement.
export const isDue = ({ session, feedback, hasJoined, isEnded }) =>
  sessionStorage.getItem(DUE) === session ? feedback !== "skipped" : feedback === "open" && hasJoined && isEnded;

// Sends a result. Resolves once the server has stored it.
async function save(session, result) {
  if (!isKnown(await post(`/api/sessions/${session}/feedback`, result))) {
    throw new Error(TOO_LATE);
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
  const isNoted = await retry(
    async () => isKnown(await post(`/api/sessions/${session}/skip`, {})),
    () => notify("The clinic’s server has not noted yet that you skipped. This page tries again."),
  );
  sessionStorage.removeItem(SKIPPED + session);
  notify(isNoted ? "The clinic’s server has noted that you skipped." : "");
}

// Sends the skips that the tab remembers from an earlier page.
export function sendSkips(notify) {
  const names = Object.keys(sessionStorage).filter((name) => name.startsWith(SKIPPED));
  names.forEach((name) => sendSkip(name.slice(SKIPPED.length), notify));
}

// Lets the form ask about a session. `notify` gets a line for the client's page.
export function ask(feedback, { session, call, therapist, instrument, history }, notify) {
  let hasFailed = false;
  feedback.sessionId = call;
  feedback.instrument = instrument;
  feedback.history = history;
  setWords(feedback, therapist);
  feedback.addEventListener("rapport-error", ({ detail }) => (hasFailed ||= detail.fatal));
  feedback.addEventListener("rapport-submit", (event) => event.waitUntil(save(session, event.detail)));
  feedback.addEventListener("rapport-saved", () => {
    forgetSession();
    notify("The clinic’s server has stored your answers.");
  });
  feedback.addEventListener("rapport-save-failed", ({ detail }) => {
    notify(detail.message === TOO_LATE ? TOO_LATE : "Your answers are not stored yet.");
  });
  feedback.addEventListener("rapport-dismiss", ({ detail: { reason, result } }) => {
    // The form may come back, on this page or the next.
    if (reason === "unload" || reason === "removed") {
      return;
    }
    // The client closed the apology for a form that failed, and has not been asked.
    if (hasFailed && !result && reason !== "skip") {
      notify("The questions could not be shown. Load this page again to try again.");
      return;
    }
    forgetSession();
    sessionStorage.setItem(SKIPPED + session, "");
    sendSkip(session, notify);
  });
}
