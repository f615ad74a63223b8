// The client's call page. The form opens after the call has ended, whoever hung up, if the client was in it.
import { logEvents } from "/event-log.js";
import { Peer } from "./peer.js";
import { initialsOf } from "./picture.js";
import { ask, forgetSession, rememberedSession, setWords, startCall } from "./session.js";

const byId = (id) => document.getElementById(id);
const feedback = document.querySelector("rapport-feedback");
const options = byId("options").elements;
const invitation = location.hash.slice(1);
let session;
let peer;
let clock;
let isOver = false;

const setState = (text) => (byId("state").textContent = text);
const notify = (text) => (byId("notice").textContent = text);

const STATES = {
  joined: () => {
    setState("In call");
    const start = Date.now();
    clock ??= setInterval(() => {
      const seconds = Math.floor((Date.now() - start) / 1000);
      byId("clock").textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    }, 1000);
  },
  connected: () => setState("In call, connected"),
  lost: () => setState("The connection is lost; waiting for it"),
  over: endCall,
};

async function join() {
  if (isOver) {
    location.reload(); // a form asks about one session
    return;
  }
  byId("join").disabled = true;
  try {
    session ??= await startCall(invitation);
  } catch {
    byId("join").disabled = false;
    notify("The call could not be started. The link may have expired: ask your therapist for another.");
    return;
  }
  prepare();
  setState(`Waiting for ${session.therapist}`);
  const videos = { local: byId("local"), remote: byId("remote") };
  const url = `/api/sessions/${session.session}/signals`;
  peer = new Peer({ url, initials: initialsOf(session.client), videos, isOfferer: false, onState: (state) => STATES[state]() });
  byId("join").hidden = true;
  byId("camera").hidden = false;
  byId("end").hidden = false;
}

function prepare() {
  byId("therapist").textContent = session.therapist;
  byId("face").textContent = initialsOf(session.therapist);
  byId("call-title").textContent = `Session with ${session.therapist}`;
  ask(feedback, session, notify);
}

function endCall() {
  clearInterval(clock);
  setState("Call ended");
  byId("stage").classList.add("ended");
  byId("camera").hidden = true;
  byId("end").hidden = true;
  if (!peer.hasJoined) {
    forgetSession();
    notify("Nobody joined, so there is nothing to ask.");
    offerAnotherCall();
  } else if (options.pattern.value === "next") {
    location.assign(`after.html?lang=${options.lang.value}`);
  } else {
    feedback.show();
  }
}

function offerAnotherCall() {
  isOver = true;
  byId("join").textContent = "Join another call";
  byId("join").disabled = !invitation;
  byId("join").hidden = false;
}

byId("join").addEventListener("click", join);
feedback.addEventListener("rapport-close", offerAnotherCall);
byId("end").addEventListener("click", () => peer.hangUp());
byId("camera").addEventListener("click", async () => {
  try {
    await peer.useCamera();
    byId("camera").setAttribute("aria-pressed", "true");
  } catch {
    notify("The browser does not give the camera, so the drawn picture stays.");
  }
});
options.lang.addEventListener("change", () => {
  feedback.lang = options.lang.value;
  session && setWords(feedback, session.therapist);
});
logEvents(document, byId("events"));
feedback.lang = options.lang.value; // some browsers keep what was chosen before a reload

session = await rememberedSession().catch(() => null);
if (session?.isEnded && session.feedback === "open") {
  // The page was reloaded after the call.
  prepare();
  setState("Call ended");
  feedback.show();
} else if (session && !session.isEnded) {
  await join();
} else {
  session = undefined;
  byId("join").disabled = !invitation;
  notify(invitation ? "" : "Open this page by the client’s link: the server prints one, and the therapist’s page makes others.");
}
