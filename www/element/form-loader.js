// Loads the form when it must show, or when the page is idle. Until then it shows a skeleton; after a failure, an error
// screen.
import { load } from "rapport-load";
import { RetryablePromise } from "./async.js";
import { canRender } from "./form-association.js";
import { errorMessage } from "./json-copy.js";
import { createSkeleton, showError } from "./placeholder.js";
import { inheritedAttribute } from "./reflection.js";

const IDLE_TIMEOUT_MS = 5000; // a page with a call is rarely idle
// Older versions of Safari have no idle callbacks.
const requestIdle = globalThis.requestIdleCallback ?? ((task) => setTimeout(task, 1000));
const cancelIdle = globalThis.cancelIdleCallback ?? clearTimeout;

let factory;
let replacement;

// Dispatches an event `load` when another build has replaced this one's factory.
export const replacements = new EventTarget();

// The module is loaded once for all elements of the page. After a failure, the next element tries again.
function loadFactory({ wasmSrc, wasmIntegrity }) {
  factory ??= load(wasmSrc, wasmIntegrity).catch((error) => {
    factory = replacement;
    return factory ?? Promise.reject(error);
  });
  return factory;
}

// Makes all forms from now on by another build's load().
export function replaceLoad(load) {
  factory = replacement = load();
  replacements.dispatchEvent(new Event("load"));
}

export class FormLoader {
  #element;
  #root;
  #configuration;
  #host;
  #isLoading = false;
  #hasFailed = false; // until there is a reason to try again
  #idleRequest;
  #snapshot; // of a form that crashed too often

  ready = new RetryablePromise(); // settled by the element's events

  // Calls `loaded(form)` and `emit(name, detail)` of the host.
  constructor(element, root, configuration, host) {
    this.#element = element;
    this.#root = root;
    this.#configuration = configuration;
    this.#host = host;
  }

  get #isDialog() {
    return this.#element.mode === "dialog";
  }

  get #isShown() {
    return !this.#isDialog || this.#element.open;
  }

  allowRetry() {
    this.#hasFailed = false;
  }

  // Loads the form at once, later, or not at all, as the element's attributes require.
  update() {
    if (!this.#isShown) {
      this.#root.querySelector("dialog")?.close(); // an error screen
      this.#root.replaceChildren();
    }
    if (!this.#element.isConnected || !canRender) {
      this.#cancelIdle();
    } else if (this.#hasFailed || this.#isLoading) {
      return;
    } else if (this.#isShown) {
      this.#load();
    } else {
      this.#idleRequest ??= requestIdle(() => this.#load(), { timeout: IDLE_TIMEOUT_MS });
    }
  }

  #cancelIdle() {
    cancelIdle(this.#idleRequest);
    this.#idleRequest = undefined;
  }

  async #load() {
    if (this.#isLoading) {
      return;
    }
    this.#isLoading = true;
    this.#cancelIdle();
    if (!this.#isDialog) {
      this.#root.replaceChildren(createSkeleton(this.#configuration.countItems()));
    }
    this.#hasFailed = false;
    this.ready.retry();
    let form;
    try {
      const createForm = await loadFactory(this.#element);
      form = await createForm(this.#snapshot);
    } catch (error) {
      this.fail(error);
      return;
    } finally {
      this.#isLoading = false;
    }
    this.#host.loaded(form);
  }

  // Reports that there is no form. The respondent sees it only if the form had to show.
  fail(error) {
    this.#hasFailed = true;
    this.#root.replaceChildren();
    if (this.#element.isConnected && this.#isShown) {
      const lang = inheritedAttribute(this.#element, "lang") ?? "";
      showError(this.#root, lang, this.#isDialog, () => this.#load(), () => this.#close());
    }
    const { code, answers, snapshot } = Object(error);
    this.#snapshot = snapshot;
    this.#host.emit("rapport-error", {
      code: ["wasm-blocked", "crashed"].includes(code) ? code : "load-failed",
      message: errorMessage(error),
      fatal: true,
      problems: [],
      ...(answers && { answers }),
    });
  }

  // Ends the form: another respondent must not see its answers.
  #close() {
    this.#snapshot = undefined;
    this.#root.replaceChildren();
    this.#element.toggleAttribute("open", false);
    this.#host.emit("rapport-dismiss", { reason: "close", result: null });
  }
}
