// Loads the form when it must show, or when the page is idle. Until then the script draws it; after a failure, an
// error screen.
import { showError } from "./error-screen.js";
import { EarlyForm } from "./early/early-form.js";
import { RetryablePromise } from "./async.js";
import { createSkeleton } from "../isolated/skeleton.js";
import { readLang } from "./texts.js";
import { load } from "rapport-load";
import { canRender } from "./form-association.js";
import { draftKey, saveDraft } from "./draft-storage.js";
import { errorMessage } from "./json-copy.js";

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
  #host;
  #isLoading = false;
  #hasFailed = false; // until there is a reason to try again
  #idleRequest;
  #snapshot; // of a form that crashed too often

  ready = new RetryablePromise(); // settled by the element's events

  // Calls `loaded(form)`, `readConfiguration()`, `emit(name, detail)` and `holdBack(message)` of the host, and sets its
  // `early`.
  constructor(element, root, host) {
    this.#element = element;
    this.#root = root;
    this.#host = host;
  }

  get #isDialog() {
    return this.#element.mode === "dialog";
  }

  get #isShown() {
    return this.#isDialog ? this.#element.open : !this.#host.early?.hasEnded(this.#host.readConfiguration());
  }

  allowRetry() {
    this.#hasFailed = false;
  }

  // Loads the form at once, later, or not at all, as the element's attributes require.
  update() {
    if (!this.#isShown) {
      this.#root.querySelector("dialog")?.close();
      this.#root.replaceChildren();
    }
    if (!this.#element.isConnected || !canRender) {
      this.#cancelIdle();
    } else if (this.#hasFailed) {
      return;
    } else if (this.#isLoading) {
      this.#show();
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

  // Shows the form as far as the script can. A form with a snapshot is drawn by the module, which has its answers.
  #show() {
    if (!this.#isShown) {
      return;
    }
    const config = this.#host.readConfiguration();
    if (IS_ISOLATED) {
      this.#isDialog || this.#root.replaceChildren(createSkeleton(config));
    } else if (!this.#snapshot) {
      this.#host.early ??= this.#createEarlyForm();
      config.attributes.open || !this.#isDialog ? this.#host.early.show(config) : this.#host.early.hide();
    }
  }

  #createEarlyForm(ended) {
    return IS_ISOLATED ? undefined : new EarlyForm(this.#root, this.#host, () => this.close("escape"), ended);
  }

  async #load() {
    if (this.#isLoading) {
      return;
    }
    this.#isLoading = true;
    this.#cancelIdle();
    this.#show();
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
    const { code, answers = this.#host.early?.answers, snapshot } = Object(error);
    this.#snapshot = snapshot;
    const reason = answers ? undefined : this.#host.early?.dismissReason;
    if (!reason) {
      this.#host.early?.hide();
      this.#root.replaceChildren();
      this.#element.isConnected && this.#isShown && showError(
        this.#root,
        readLang(this.#host.readConfiguration().attributes),
        this.#isDialog,
        answers,
        () => this.#load(),
        () => this.close("close"),
      );
    }
    this.#host.emit("rapport-error", {
      code: ["wasm-blocked", "crashed"].includes(code) ? code : "load-failed",
      message: errorMessage(error),
      fatal: true,
      problems: [],
      ...(answers && { answers }),
    });
    reason ? this.close(reason) : this.#host.holdBack();
  }

  // Ends the form before the module runs: another respondent must not see its answers, which the host gets.
  close(reason) {
    this.unload(reason);
    this.#discard(true);
    this.#root.replaceChildren();
    this.#element.toggleAttribute("open", false);
  }

  // Reports that the form is left before the module runs. If the page comes back, the form goes on.
  unload(reason = "unload") {
    const answers = this.#host.early?.answers;
    if (answers || this.#root.firstChild) {
      this.#host.emit("rapport-dismiss", { reason, result: null, ...(answers && { answers }) });
    }
  }

  // Starts the form again. An inline form that had ended is loaded again if that failed.
  reset() {
    this.#isDialog || this.#isShown || this.allowRetry();
    this.#discard(false);
    this.update();
  }

  // Drops the answers, their draft, and the host's initial answers, until it sets others. A dialog that did not show has
  // none: the draft under its key may be another element's.
  #discard(hasEnded) {
    if (!IS_ISOLATED && (this.#host.early || this.#snapshot || !this.#isDialog)) {
      const config = this.#host.readConfiguration();
      const key = draftKey(config.attributes);
      key && saveDraft(key);
      config.properties.answers = Object(config.script).answers = null;
      this.#host.early?.hide();
      this.#host.early = this.#createEarlyForm(hasEnded && config);
    }
    this.#snapshot = undefined;
    this.#host.holdBack();
  }
}
