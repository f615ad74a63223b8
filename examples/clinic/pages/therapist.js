// The therapist's page: sign-in, the therapist's own clients, a call with one of them, and the trend of the results. It
// has no form: the therapist is never asked.
import { Peer } from "./peer.js";
import { initialsOf } from "./picture.js";

const REFRESH_MS = 3000;
const byId = (id) => document.getElementById(id);
const trend = byId("trend");
let me;
let peer;
let shownClient;

const notify = (text) => (byId("notice").textContent = text);

// Requests a path of the API. A change carries the CSRF token.
async function request(path, body) {
  const headers = { "Content-Type": "application/json", ...(me && { "X-CSRF-Token": me.csrfToken }) };
  const options = body === undefined ? {} : { method: "POST", headers, body: JSON.stringify(body) };
  const response = await fetch(`/api/${path}`, options);
  if (response.status === 401) {
    showSignIn();
  }
  if (!response.ok) {
    throw new Error(`status ${response.status}`);
  }
  return response.status === 204 ? null : response.json();
}

function showSignIn() {
  me = undefined;
  shownClient = undefined;
  trend.results = null; // nobody else who uses this screen sees them
  byId("list").replaceChildren();
  byId("sign-in").hidden = false;
  for (const id of ["clients", "record", "sign-out", "begin-again"]) {
    byId(id).hidden = true;
  }
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
  const items = byId("list").children;
  if (items.length !== clients.length) {
    byId("list").replaceChildren(...clients.map(createItem));
  }
  clients.forEach((client, index) => updateItem(items[index], client));
}

function createItem() {
  const item = document.createElement("li");
  const about = document.createElement("div");
  about.className = "about";
  about.append(document.createElement("strong"), document.createElement("small"));
  const [join, show, link] = ["Join call", "Show results", "Copy link"].map((text) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(text);
    return button;
  });
  join.className = "join";
  show.className = "show";
  link.className = "link";
  item.append(about, join, show, link);
  return item;
}

// Changes an item in place, so that a button keeps its focus.
function updateItem(item, client) {
  const [name, facts] = item.querySelector(".about").children;
  item.dataset.client = client.id;
  name.textContent = client.name;
  if (client.isMadeUp) {
    const mark = document.createElement("span");
    mark.className = "made-up";
    mark.textContent = "made up";
    name.append(mark);
  }
  const last = client.lastSessionAt ? `, the last on ${new Date(client.lastSessionAt).toLocaleDateString("en")}` : "";
  const text = `${client.sessions} sessions${last}${client.course ? `; ${client.course}` : ""}`;
  if (facts.textContent !== text) {
    facts.textContent = text;
    if (shownClient?.id === client.id) {
      showResults(client).catch(() => {});
    }
  }
  const [join, show, link] = item.querySelectorAll("button");
  join.hidden = !client.waitingCall || Boolean(peer);
  join.onclick = () => startCall(client);
  show.onclick = () => showResults(client);
  link.onclick = () => copyLink(client);
  for (const [button, words] of [[join, "Join call of"], [show, "Show results of"], [link, "Copy link for"]]) {
    button.setAttribute("aria-label", `${words} ${client.name}`);
  }
}

async function showResults(client) {
  const { results, instruments } = await request(`clients/${client.id}/results`);
  shownClient = client;
  byId("record").hidden = false;
  byId("record-title").textContent = `Results of ${client.name}`;
  trend.instruments = instruments;
  trend.results = results;
}

async function copyLink(client) {
  const { path } = await request(`clients/${client.id}/invitations`, {});
  const address = new URL(path, location.href).href;
  try {
    await navigator.clipboard.writeText(address);
    notify(`A link for ${client.name} is in the clipboard.`);
  } catch {
    notify(`A link for ${client.name}: ${address}`);
  }
}

function startCall(client) {
  byId("call").hidden = false;
  byId("stage").classList.remove("ended");
  byId("call-title").textContent = `Call with ${client.name}`;
  byId("who").textContent = client.name;
  byId("face").textContent = initialsOf(client.name);
  const states = { joined: "In call", connected: "In call, connected", lost: "The connection is lost; waiting for it" };
  peer = new Peer({
    url: `/api/calls/${client.waitingCall}/signals`,
    headers: { "X-CSRF-Token": me.csrfToken },
    initials: initialsOf(me.name),
    videos: { local: byId("local"), remote: byId("remote") },
    isOfferer: true,
    onState: (state) => (state === "over" ? endCall() : (byId("state").textContent = states[state])),
  });
  byId("state").textContent = "Connecting";
  refresh().catch(() => {});
  byId("end").focus();
}

function endCall() {
  peer = undefined;
  byId("call").hidden = true;
  byId("camera").setAttribute("aria-pressed", "false");
  notify("The call has ended.");
  refresh().catch(() => {});
}

byId("credentials").addEventListener("submit", async (event) => {
  event.preventDefault();
  const { name, password } = event.target.elements;
  byId("sign-in-error").textContent = "";
  const body = JSON.stringify({ name: name.value, password: password.value });
  const response = await fetch("/api/sign-in", { method: "POST", headers: { "Content-Type": "application/json" }, body });
  if (response.ok) {
    event.target.reset();
    await showDesk();
  } else {
    const isLimit = response.status === 429;
    byId("sign-in-error").textContent = isLimit ? "Too many attempts: wait a minute." : "Name or password is wrong.";
  }
});

byId("sign-out").addEventListener("click", async () => {
  await peer?.hangUp();
  await request("sign-out", {}).catch(() => {});
  showSignIn();
});

byId("begin-again").addEventListener("click", async () => {
  await request("begin-again", {});
  notify("The made-up clients are as they were at the start.");
  await refresh();
  if (shownClient) {
    await showResults(shownClient);
  }
});

byId("end").addEventListener("click", () => peer?.hangUp());
byId("camera").addEventListener("click", async () => {
  try {
    await peer?.useCamera();
    byId("camera").setAttribute("aria-pressed", "true");
  } catch {
    byId("state").textContent = "In call; the browser does not give the camera";
  }
});
byId("options").addEventListener("change", ({ target }) => trend.setAttribute(target.name, target.value));

for (const { name, value } of byId("options").elements) {
  trend.setAttribute(name, value); // some browsers keep what was chosen before a reload
}

await showDesk().catch(showSignIn);
setInterval(() => me && !document.hidden && refresh().catch(() => {}), REFRESH_MS);
