// The demo's call. Ending it is a plain event; the widget's tag says that it opens on it.
import { hear } from "./heard.js";

const byId = (id) => document.getElementById(id);
let seconds = 49 * 60 + 12;
let timer = setInterval(tick, 1000);

function tick() {
  seconds += 1;
  const [minutes, rest] = [Math.floor(seconds / 60), String(seconds % 60).padStart(2, "0")];
  byId("clock").textContent = `${minutes}:${rest}`;
}

byId("end").addEventListener("click", () => {
  const ending = timer !== undefined;
  clearInterval(timer);
  timer = ending ? undefined : setInterval(tick, 1000);
  byId("stage").classList.toggle("ended", ending);
  byId("state").textContent = ending ? "Call ended" : "In call";
  byId("end").textContent = ending ? "Rejoin" : "End call";
  byId("end").classList.toggle("end", !ending);
  if (ending) {
    document.dispatchEvent(new CustomEvent("call-ended"));
  }
});

for (const button of document.querySelectorAll("[aria-pressed]")) {
  button.addEventListener("click", () => {
    button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") === "false"));
  });
}

hear(document, byId("heard"));
