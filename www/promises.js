// Promises that are settled from elsewhere, those that a host gives, and one of the next turn.
import { words } from "./plain.js";

const PATIENCE = 30; // seconds: longer than a save takes on a bad line, and no longer than a person waits

// Lets the page do what else it has to: long tasks are cut there. What began when the page was idle goes on all the same.
export const turn = () => globalThis.scheduler?.postTask?.(() => {}) ?? new Promise((go) => setTimeout(go));

export function deferred() {
  const made = { failed: false };
  made.promise = new Promise((resolve, reject) => Object.assign(made, { resolve, reject }));
  made.promise.catch(() => {}); // a host may not be interested
  return made;
}

// What a host's promises come to. One that never settles is not waited for for ever.
export function settled(waiting) {
  const late = new Promise((_, reject) =>
    setTimeout(reject, PATIENCE * 1000, `waitUntil: not settled within ${PATIENCE} seconds`),
  );
  return Promise.race([Promise.all(waiting), late]).catch((reason) => Promise.reject(words(reason)));
}
