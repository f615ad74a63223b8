// The host page's own script in the tests: it writes down what the page hears, and all that goes wrong in it.
const NAMES = ["ready", "open", "input", "change", "submit", "saved", "save-failed", "dismiss", "error"];
window.heard = [];
window.faults = [];

for (const name of NAMES) {
  document.addEventListener(`rapport-${name}`, (event) => {
    // What cannot be cloned or written as JSON is no plain data, and throws here.
    const detail = JSON.parse(JSON.stringify(structuredClone(event.detail)));
    window.heard.push({ name, detail, from: event.target.id });
  });
}

const fault = (what) => window.faults.push(String(what));
window.addEventListener("error", (event) => fault(event.message));
window.addEventListener("unhandledrejection", (event) => fault(event.reason));
document.addEventListener("securitypolicyviolation", (event) => {
  fault(`${event.violatedDirective} ${event.blockedURI}`);
});
