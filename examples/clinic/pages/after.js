// The page after the call: it asks if the tab remembers a session whose feedback is due.
import { logEvents } from "/event-log.js";
import { ask, describeDemo, isDue, markDue, rememberedSession, sendSkips } from "./session.js";

const feedback = document.querySelector("rapport-feedback");
const notify = (text) => (document.getElementById("notice").textContent = text);
const lang = new URLSearchParams(location.search).get("lang");

logEvents(document, document.getElementById("events"));
if (lang) {
  feedback.lang = lang;
}
const session = await rememberedSession(notify);
if (session && isDue(session)) {
  markDue(session);
  document.getElementById("made-up").textContent = describeDemo(session);
  ask(feedback, session, notify);
  feedback.show();
} else {
  notify("No feedback is due in this tab.");
}
sendSkips(notify);
