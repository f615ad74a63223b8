// Dispatches the element's events on the element.
import { withTimeout } from "./async.js";

const SCHEMA = "rapport/1";

// Returns the reply of the listeners: whether one prevented the default action, and `saved`: false if none called
// waitUntil(), else a promise as of withTimeout().
export function dispatch(element, name, detail) {
  const bubbles = !element.localEvents;
  const event = new CustomEvent(name, {
    bubbles,
    composed: bubbles,
    cancelable: name === "rapport-submit",
    detail: { schema: SCHEMA, ...detail },
  });
  const promises = [];
  if (event.cancelable) {
    event.waitUntil = (promise) => void promises.push(promise);
  }
  const prevented = !element.dispatchEvent(event);
  if (event.cancelable) {
    event.waitUntil = () => {
      throw new Error("waitUntil: called too late");
    };
  }
  return { prevented, saved: !prevented && promises.length > 0 && withTimeout(promises) };
}
