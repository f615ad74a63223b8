// Promises: a yield to the page, a promise that can be settled again, and a time limit for the host's promises.
import { saveTimeoutSeconds } from "../../src/limits.json";
import { errorMessage } from "./json-copy.js";

export const SAVE_TIMEOUT_MS = saveTimeoutSeconds * 1000;

// Ends the current task, so that the page can run its own. A posted task has normal priority, while scheduler.yield()
// would inherit the priority of an idle callback, which a busy page may not run for seconds.
export const yieldToMain = () =>
  globalThis.scheduler?.postTask?.(() => {}) ?? new Promise((resolve) => setTimeout(resolve));

// A promise that is replaced by a new one if it is settled again, or retried, after a rejection.
export class RetryablePromise {
  #isRejected = true;
  #settle;

  constructor() {
    this.retry();
  }

  retry() {
    if (this.#isRejected) {
      this.#isRejected = false;
      this.promise = new Promise((...settle) => {
        this.#settle = settle;
      });
      this.promise.catch(() => {}); // a host that does not use the promise must see no unhandled rejection
    }
  }

  resolve() {
    this.retry();
    this.#settle[0]();
  }

  reject(error) {
    this.#isRejected = true;
    this.#settle[1](error);
  }
}

// Resolves to true once all promises are fulfilled. Rejects with a message once one is rejected, or after the time-out.
export async function withTimeout(promises) {
  let timer;
  const timeout = new Promise((_, reject) => {
    timer = setTimeout(reject, SAVE_TIMEOUT_MS, `waitUntil: not settled within ${saveTimeoutSeconds} seconds`);
  });
  try {
    await Promise.race([Promise.all(promises), timeout]);
    return true;
  } catch (reason) {
    throw errorMessage(reason);
  } finally {
    clearTimeout(timer);
  }
}
