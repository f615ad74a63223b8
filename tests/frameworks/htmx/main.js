import { apply, children, define, initial, listen, NAMES, start, tell } from "./hooks.js";

const home = `/frameworks/htmx/${children ? "children" : "home"}.html`;
const find = (selector) => document.querySelector(selector);
let state = initial;

// hx-on:… would need a policy that allows eval.
NAMES.forEach((name) => document.addEventListener(name, tell));
document.addEventListener("htmx:after:swap", () => {
  const feedback = find("rapport-feedback:not([data-known])");
  if (feedback) {
    feedback.dataset.known = "";
    listen(feedback);
    apply(feedback, state);
  }
});

const swap = (fragment) => window.htmx.ajax("GET", fragment, { target: "main" });
window.app = {
  set(patch) {
    state = { ...state, ...patch };
    const feedback = find("rapport-feedback");
    feedback && apply(feedback, patch);
  },
  show: (value) => (value ? swap(home) : find("main").replaceChildren()),
  rerender: () => find("#count").textContent++,
  go: (path) => find(path === "/other" ? "#other" : "#home").click(),
  define,
};
for (const selector of ["main", "#home"]) {
  find(selector).setAttribute("hx-get", home);
}
await start();
