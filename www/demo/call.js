// A video call. When it ends, the page dispatches an event, and the form opens because its `open-on` names that event.
import { logEvents } from "./event-log.js";

const byId = (id) => document.getElementById(id);
let seconds = 49 * 60 + 12;
let timer = setInterval(tick, 1000);

function tick() {
  seconds += 1;
  byId("clock").textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

byId("end").addEventListener("click", () => {
  const isEnding = timer !== undefined;
  clearInterval(timer);
  timer = isEnding ? undefined : setInterval(tick, 1000);
  byId("stage").classList.toggle("ended", isEnding);
  byId("state").textContent = isEnding ? "Call ended" : "In call";
  byId("end").textContent = isEnding ? "Rejoin" : "End call";
  byId("end").classList.toggle("end", !isEnding);
  if (isEnding) {
    document.dispatchEvent(new CustomEvent("call-ended"));
  }
});

for (const button of document.querySelectorAll("[aria-pressed]")) {
  button.addEventListener("click", () => {
    button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") === "false"));
  });
}

logEvents(document, byId("events"));
