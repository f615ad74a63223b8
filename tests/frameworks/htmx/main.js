import { apply, children, define, initial, listen, EVENT_NAMES, start, record } from "./hooks.js";

const home = `/frameworks/htmx/${children ? "children" : "home"}.html`;
const find = (selector) => document.querySelector(selector);
let state = initial;

// hx-on:… needs a policy that allows eval.
EVENT_NAMES.forEach((name) => document.addEventListener(name, record));
document.addEventListener("htmx:after:swap", () => {
  const feedback = find("rapport-feedback:not([data-observed])");
  if (feedback) {
    feedback.dataset.observed = "";
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
