// The form before the module runs: drawn by the script, and answered. Once the module runs, it replays what the
// respondent did, and takes over the nodes.
import { NOT_APPLICABLE, toShortForm } from "../answers.js";
import { yieldToMain } from "../async.js";
import { loadDraft, saveDraft } from "../draft-storage.js";
import { toJson } from "../json-copy.js";
import { isResponse, readContent } from "./content.js";
import { drawForm, morph } from "./draw.js";
import { Recorder } from "./recorder.js";

// A draft that was never sent is restored under a new id.
const NO_ID = "00000000-0000-4000-8000-000000000000";
const ESCAPE = "dialog";
const BUTTONS = ["[part=close]", "[part=skip]", "[part=submit]", ".switch-input"];
const DISMISS_REASONS = { [ESCAPE]: "escape", "[part=close]": "close", "[part=skip]": "skip" };

export class EarlyForm {
  #root;
  #content;
  #panel;
  #drawn; // the content that the panel shows, as JSON
  #recorder;
  #pressed; // the selector of the button to press once the module runs
  #draftKey;
  #storedDraft = null; // that of an earlier document
  #listeners = new AbortController();
  #lift; // of a pointer that was down when the recording ended
  #onEscape;

  // Calls `onEscape()` if Escape has ended the form.
  constructor(root, onEscape) {
    this.#root = root;
    this.#onEscape = onEscape;
  }

  // Shows the form as the configuration requires, or nothing if it cannot be drawn.
  show(config) {
    try {
      const content = readContent(config);
      const drawn = toJson(content);
      drawn === this.#drawn || this.#draw(content);
      this.#drawn = drawn;
    } catch {
      this.hide(); // the module reports why
      return;
    }
    if (!this.#panel.isConnected) {
      this.#root.replaceChildren(this.#panel);
    }
    // A dialog that was moved in the page is no longer modal.
    if (this.#content.isDialog && !this.#panel.matches(":modal")) {
      this.#panel.close();
      this.#openDialog();
    }
  }

  #openDialog() {
    this.#panel.showModal();
    this.#panel.querySelector("#title").focus(); // WebKit applies the styles of the open dialog late
  }

  // Removes the form from the page. The answers stay.
  hide() {
    this.#panel?.close?.();
    this.#panel?.remove();
  }

  get isShown() {
    return Boolean(this.#panel?.isConnected);
  }

  // Returns the answers by item id, in their short form; undefined without any.
  get answers() {
    if (!this.#recorder?.hasAnswers) {
      return undefined;
    }
    return toShortForm(this.#recorder.entries());
  }

  // Returns the reason for which the form ends unsent; undefined unless the respondent pressed a button that ends it.
  get dismissReason() {
    return DISMISS_REASONS[this.#pressed];
  }

  // Returns a draft as the module loads it: the gestures that it repeats are not part of it yet. The tab keeps them until
  // the module stores its own draft, since it may reject the definition.
  loadDraft(key) {
    return key === this.#draftKey ? this.#storedDraft : loadDraft(key);
  }

  // Repeats each gesture in an instance. `isAlive` returns whether the instance has survived it.
  replay(instance, isAlive) {
    if (!this.#recorder) {
      return;
    }
    instance.showAt(this.#recorder.shownAt);
    const { gestures } = this.#recorder;
    while (gestures.length && isAlive()) {
      instance.replay(gestures[0]);
      isAlive() && gestures.shift();
    }
  }

  // Ends the recording: from now on the module listens. A respondent who holds a control has not ended the form.
  end() {
    this.#listeners.abort();
    if (this.#recorder?.isHolding) {
      this.dismissReason && (this.#pressed = undefined);
      this.#lift = new Promise((resolve) => {
        ["pointerup", "pointercancel"].forEach((type) => addEventListener(type, resolve, true));
      }).then(yieldToMain);
    }
  }

  // Presses the button that the respondent pressed before, once no pointer holds a control.
  async press() {
    await this.#lift;
    const button = this.#pressed && this.#root.querySelector(this.#pressed);
    if (this.#pressed === ESCAPE) {
      button?.dispatchEvent(new Event("cancel", { cancelable: true }));
    } else {
      button?.click();
    }
  }

  #draw(content) {
    const isSameForm = this.#content && formKey(content) === formKey(this.#content);
    this.#content = content;
    this.#draftKey = content.hasDraft ? `rapport:${content.sessionId}:${content.instrument ?? ""}` : undefined;
    if (!isSameForm) {
      this.#storedDraft = this.#draftKey ? loadDraft(this.#draftKey) : null;
      this.#recorder = new Recorder(content, this.#initialResponses(), this.#storedDraft?.answers, () => {
        this.dismissReason && this.#wait(); // a respondent who goes on has not ended the form
        this.#saveDraft();
      });
      this.#pressed = undefined;
      // Of the last form, only the panel stays: a dialog is not opened again.
      this.#listeners.abort();
      this.#panel?.replaceChildren();
    }
    const fresh = drawForm(content);
    this.#panel = this.#panel ? morph(this.#panel, fresh) : fresh;
    // Not earlier: a browser reports the end of a drag on a slider that disappears.
    this.#listeners.abort();
    this.#listeners = new AbortController();
    const { signal } = this.#listeners;
    this.#recorder.listen(this.#panel, content, signal);
    const listen = (type, listener) => this.#panel.addEventListener(type, listener, { signal });
    listen("click", (event) => this.#click(event));
    listen("cancel", (event) => {
      event.preventDefault();
      this.#wait(ESCAPE);
    });
    // A browser may close a dialog by Escape although that was prevented. As in the module, answers keep it open.
    listen("close", () => {
      const isClosed = this.isShown && !this.#panel.open;
      isClosed && (this.answers ? this.#openDialog() : this.#onEscape());
    });
    this.#pressed && this.#wait(this.#pressed);
  }

  #initialResponses() {
    const { items, initial } = this.#content;
    const entries = (answers) =>
      Array.isArray(answers) ? answers.map((entry) => [entry?.item, entry?.notApplicable ? NOT_APPLICABLE : entry?.value]) : Object.entries(answers);
    const given = new Map([...entries(initial), ...entries(this.#storedDraft?.answers ?? [])].filter(([, value]) => value !== null));
    return items.map((item) => {
      const response = given.get(item.id);
      return isResponse(item, response) ? response : undefined;
    });
  }

  #saveDraft() {
    if (!this.#draftKey) {
      return;
    }
    const { shownAt } = this.#recorder;
    const durationMs = Math.round(performance.now() - shownAt);
    saveDraft(this.#draftKey, {
      id: NO_ID,
      attempt: 0,
      instrument: this.#content.reference,
      startedAt: new Date(Date.now() - durationMs).toISOString(),
      durationMs,
      answers: this.#recorder.entries(),
    });
  }

  #click({ target }) {
    const selector = BUTTONS.find((selector) => target.closest(selector));
    if (selector && !target.closest("[aria-disabled], :disabled")) {
      this.#wait(selector);
    }
  }

  // Shows that a button will act in a moment. The last one that was pressed counts; without one, none acts.
  #wait(selector) {
    this.#pressed = selector;
    this.#panel.querySelector("[part=status]").textContent = selector ? this.#content.texts.text("oneMoment") : "";
    for (const other of BUTTONS) {
      this.#panel.querySelector(other)?.[other === selector ? "setAttribute" : "removeAttribute"]("aria-disabled", "true");
    }
  }
}

// Two configurations with the same key have one form.
const formKey = ({ sessionId, reference, items }) => toJson([sessionId, reference, items.map(({ id, scale }) => [id, scale])]);
