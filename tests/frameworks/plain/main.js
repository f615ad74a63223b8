import { apply, children, define, initial, listen, EVENT_NAMES, start, record } from "./hooks.js";

const home = "/frameworks/plain/";
const main = document.querySelector("main");
const count = document.querySelector("#count");
let state = initial;
let shown = true;

// Replaces the content by a copy of the path's template.
function show() {
  const path = location.pathname.replace(home, "/");
  const name = path === "/other" ? "other" : children ? "children" : "home";
  const gone = path === "/" && !shown;
  main.replaceChildren(...(gone ? [] : [document.importNode(document.getElementById(name).content, true)]));
  const feedback = main.querySelector("rapport-feedback");
  if (feedback) {
    EVENT_NAMES.forEach((name) => feedback.addEventListener(name, record));
    listen(feedback);
    apply(feedback, state);
  }
}

window.app = {
  set(patch) {
    state = { ...state, ...patch };
    const feedback = main.querySelector("rapport-feedback");
    feedback && apply(feedback, patch);
  },
  show(value) {
    shown = value;
    show();
  },
  rerender: () => count.textContent++,
  go(path) {
    history.pushState(null, "", home + path.slice(1));
    show();
  },
  define,
};
window.addEventListener("popstate", show);
await start();
show();
