// The client's call page. The form opens after the call has ended, whoever hung up, if the client was in it.
import { logEvents } from "/event-log.js";
import { bindCamera } from "./camera-button.js";
import { Peer } from "./peer.js";
import { initialsOf } from "./picture.js";
import {
  ask, describeDemo, forgetOthers, forgetSession, isDue, markDue, rememberedSession, sendSkips, setWords, startCall,
} from "./session.js";

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
  replaced: () => {
    leaveStage("The call goes on in another tab");
    offerJoin("Continue here", true);
  },
};

async function join() {
  if (isOver) {
    location.reload();
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
  peer = new Peer({
    url: `/api/sessions/${session.session}/signals`,
    status: `/api/sessions/${session.session}`,
    initials: initialsOf(session.client),
    videos,
    isOfferer: false,
    onState: (state) => STATES[state](),
  });
  byId("join").hidden = true;
  byId("camera").hidden = false;
  byId("end").hidden = false;
}

function prepare() {
  byId("therapist").textContent = session.therapist;
  byId("face").textContent = initialsOf(session.therapist);
  byId("call-title").textContent = `Session with ${session.therapist}`;
  byId("made-up").textContent = describeDemo(session);
  ask(feedback, session, notify);
}

function leaveStage(state) {
  clearInterval(clock);
  setState(state);
  byId("stage").classList.add("ended");
  byId("camera").hidden = true;
  byId("end").hidden = true;
}

function endCall() {
  leaveStage("Call ended");
  if (!session.hasJoined && !peer.hasJoined) {
    forgetSession();
    notify("Nobody joined, so there is nothing to ask.");
    offerJoin("Join another call");
    return;
  }
  markDue(session);
  if (options.pattern.value === "next") {
    location.assign(`after.html?lang=${options.lang.value}`);
  } else {
    feedback.show();
  }
}

// A page joins by a reload: its form asks about one session.
function offerJoin(label, isPossible = Boolean(invitation)) {
  isOver = true;
  byId("join").textContent = label;
  byId("join").disabled = !isPossible;
  byId("join").hidden = false;
}

byId("join").addEventListener("click", join);
feedback.addEventListener("rapport-close", () => offerJoin("Join another call"));
byId("end").addEventListener("click", () => peer.hangUp());
bindCamera(byId("camera"), () => peer, () => notify("The browser does not give the camera, so the drawn picture stays."));
options.lang.addEventListener("change", () => {
  feedback.lang = options.lang.value;
  session && setWords(feedback, session.therapist);
});
logEvents(document, byId("events"));
// A link that is pasted into the address of this page changes the part after # alone, which loads nothing.
addEventListener("hashchange", () => location.reload());
// Some browsers keep what these were before a reload.
feedback.lang = options.lang.value;
byId("join").disabled = true;

invitation && forgetOthers(invitation);
const remembered = await rememberedSession(notify);
if (remembered && isDue(remembered)) {
  // The page was reloaded after the call.
  session = remembered;
  markDue(session);
  prepare();
  setState("Call ended");
  feedback.show();
} else if (remembered && !remembered.isEnded) {
  session = remembered;
  await join();
} else {
  forgetSession();
  byId("join").disabled = !invitation;
  notify(invitation ? "" : "Open this page by the client’s link: the server prints one, and the therapist’s page makes others.");
}
sendSkips(notify);
