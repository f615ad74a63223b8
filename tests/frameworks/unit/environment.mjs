// Makes a window's names global, as the environments of test runners do, but for those of the language itself.
import { runInNewContext } from "node:vm";

const language = new Set(runInNewContext("Object.getOwnPropertyNames(globalThis)"));
const KEPT = ["console", "process", "queueMicrotask", "setTimeout", "clearTimeout", "setInterval", "clearInterval"];

function namesOf(window) {
  const names = [];
  for (let object = window; object && object !== Object.prototype; object = Object.getPrototypeOf(object)) {
    names.push(...Object.getOwnPropertyNames(object));
  }
  return names.filter((name) => !language.has(name) && !KEPT.includes(name) && name !== "constructor");
}

export function makeGlobal(window) {
  for (const name of namesOf(window)) {
    let value;
    try {
      value = window[name];
    } catch {
      continue; // such as a storage without an origin
    }
    Object.defineProperty(globalThis, name, { configurable: true, writable: true, value });
  }
}
