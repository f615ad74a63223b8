// The therapist's page: sign-in, the therapist's own clients, a call with one of them, and the trend of the results. It
// has no form: the therapist is never asked.
import { bindCamera } from "./camera-button.js";
import { updateList } from "./client-list.js";
import { Peer } from "./peer.js";
import { initialsOf } from "./picture.js";

const REFRESH_MS = 3000;
const SIGN_OUT_TIMEOUT_MS = 10_000;
const byId = (id) => document.getElementById(id);
const trend = byId("trend");
let me;
let peer;
let shownClient;

const notify = (text) => (byId("notice").textContent = text);
const post = (path, body, headers, options) =>
  fetch(`/api/${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: JSON.stringify(body),
    ...options,
  });

// Requests a path of the API in the name of who is signed in. Rejects once nobody is, or somebody else: what then
// arrives is not theirs.
async function request(path, body) {
  const asker = me;
  const headers = asker && { "X-CSRF-Token": asker.csrfToken };
  const response = await (body === undefined ? fetch(`/api/${path}`) : post(path, body, headers));
  const value = response.ok && response.status !== 204 ? await response.json() : null;
  if (me !== asker) {
    throw new Error("signed out");
  }
  if (response.status === 401) {
    showSignIn();
  }
  if (!response.ok) {
    throw new Error(`status ${response.status}`);
  }
  return value;
}

// Takes everything about clients off the screen: nobody else who uses it sees them.
function clearDesk() {
  me = undefined;
  shownClient = undefined;
  peer?.leave();
  trend.results = null;
  byId("list").replaceChildren();
  notify("");
  for (const id of ["record-title", "call-title", "who", "face", "state"]) {
    byId(id).textContent = "";
  }
  for (const id of ["clients", "call", "record", "sign-out", "begin-again", "signing-out"]) {
    byId(id).hidden = true;
  }
}

function showSignIn() {
  clearDesk();
  byId("sign-in").hidden = false;
}

async function showDesk() {
  me = await request("me");
  byId("sign-in").hidden = true;
  byId("clients").hidden = false;
  byId("sign-out").hidden = false;
  byId("begin-again").hidden = !me.isDemo;
  await refresh();
}

async function refresh() {
  const { clients } = await request("clients");
  byId("all-made-up").hidden = !clients.length || !clients.every(({ isMadeUp }) => isMadeUp);
  const actions = { join: startCall, show: showResults, link: copyLink };
  const changed = updateList(byId("list"), clients, Boolean(peer), actions);
  const shown = changed.find(({ id }) => id === shownClient?.id);
  if (shown) {
    await showResults(shown);
  }
}

async function showResults(client) {
  shownClient = client;
  try {
    const { results, instruments } = await request(`clients/${client.id}/results`);
    if (shownClient !== client) {
      return; // another client was chosen meanwhile
    }
    byId("record").hidden = false;
    byId("record-title").textContent = `Results of ${client.name}`;
    trend.instruments = instruments;
    trend.results = results;
  } catch {
    if (shownClient === client) {
      notify(`The results of ${client.name} could not be loaded.`);
    }
  }
}

async function copyLink(client) {
  const link = await request(`clients/${client.id}/invitations`, {}).catch(() => null);
  if (!link) {
    return me && notify(`The server gave no link for ${client.name}.`);
  }
  const address = new URL(link.path, location.href).href;
  try {
    await navigator.clipboard.writeText(address);
    notify(`A link for ${client.name} is in the clipboard.`);
  } catch {
    me && notify(`A link for ${client.name}: ${address}`);
  }
}

const STATES = { joined: "In call", connected: "In call, connected", lost: "The connection is lost; waiting for it" };
const ENDS = { over: "The call has ended.", replaced: "The call goes on in another tab." };

function startCall(client) {
  if (peer) {
    return;
  }
  byId("call").hidden = false;
  byId("stage").classList.remove("ended");
  byId("call-title").textContent = `Call with ${client.name}`;
  byId("who").textContent = client.name;
  byId("face").textContent = initialsOf(client.name);
  byId("state").textContent = "Connecting";
  peer = new Peer({
    url: `/api/calls/${client.waitingCall}/signals`,
    status: `/api/calls/${client.waitingCall}`,
    headers: { "X-CSRF-Token": me.csrfToken },
    initials: initialsOf(me.name),
    videos: { local: byId("local"), remote: byId("remote") },
    isOfferer: true,
    onState: (state) => (ENDS[state] ? endCall(ENDS[state]) : (byId("state").textContent = STATES[state])),
  });
  refresh().catch(() => {});
  byId("end").focus();
}

function endCall(text) {
  peer = undefined;
  byId("call").hidden = true;
  byId("camera").setAttribute("aria-pressed", "false");
  byId("camera").disabled = false; // the browser may still be asking
  if (me) {
    notify(text);
    refresh().catch(() => {});
  }
}

async function signIn(form) {
  const { name, password } = form.elements;
  const fail = (text) => (byId("sign-in-error").textContent = text);
  fail("");
  const response = await post("sign-in", { name: name.value, password: password.value }).catch(() => null);
  if (response?.ok) {
    form.reset();
    await showDesk().catch(() => fail("The server cannot be reached."));
  } else if (response?.status === 401) {
    fail("Name or password is wrong.");
  } else {
    fail(response?.status === 429 ? "Too many attempts: wait a minute." : "The server cannot be reached.");
  }
}

// Returns whether the server has ended the sign-in. The token is read again: another tab may have signed in anew.
async function endSignIn() {
  const options = { signal: AbortSignal.timeout(SIGN_OUT_TIMEOUT_MS) };
  const shown = await fetch("/api/me", options);
  if (!shown.ok) {
    return shown.status === 401;
  }
  const response = await post("sign-out", {}, { "X-CSRF-Token": (await shown.json()).csrfToken }, options);
  return response.ok || response.status === 401;
}

async function signOut() {
  const hungUp = peer?.hangUp();
  clearDesk();
  const tell = (text, isError) => {
    byId("signing-out-state").textContent = text;
    byId("signing-out-state").classList.toggle("error", isError);
  };
  tell("Signing out", false);
  byId("sign-out-again").hidden = true;
  byId("signing-out").hidden = false;
  await hungUp;
  if (await endSignIn().catch(() => false)) {
    showSignIn();
  } else {
    tell("You are not signed out yet: the server cannot be reached. Other people at this browser can still see your clients.", true);
    byId("sign-out-again").hidden = false;
    byId("sign-out-again").focus();
  }
}

byId("credentials").addEventListener("submit", (event) => {
  event.preventDefault();
  signIn(event.target);
});
byId("sign-out").addEventListener("click", signOut);
byId("sign-out-again").addEventListener("click", signOut);
byId("begin-again").addEventListener("click", async () => {
  try {
    await request("begin-again", {});
    notify("The made-up clients are as they were at the start.");
    await refresh();
    shownClient && (await showResults(shownClient));
  } catch {
    me && notify("The server did not begin again.");
  }
});
byId("end").addEventListener("click", () => peer?.hangUp());
bindCamera(
  byId("camera"),
  () => peer,
  () => (byId("state").textContent = "In call; the browser does not give the camera"),
);
byId("options").addEventListener("change", ({ target }) => trend.setAttribute(target.name, target.value));

for (const { name, value } of byId("options").elements) {
  trend.setAttribute(name, value); // some browsers keep what was chosen before a reload
}

await showDesk().catch(showSignIn);
setInterval(() => me && !document.hidden && refresh().catch(() => {}), REFRESH_MS);
