// The form before the module runs: drawn by the script, and answered. Once the module runs, it replays what the
// respondent did, and takes over the nodes.
import { NOT_APPLICABLE, toShortForm } from "../answers.js";
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

  constructor(root) {
    this.#root = root;
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
      this.#panel.showModal();
      this.#panel.querySelector("#title").focus(); // WebKit applies the styles of the open dialog late
    }
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

  // Ends the recording: from now on the module listens.
  end() {
    this.#listeners.abort();
  }

  // Presses the button that the respondent pressed before.
  press() {
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
      this.#recorder = new Recorder(content, this.#initialResponses(), this.#storedDraft?.answers, () => this.#saveDraft());
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
    this.#panel.addEventListener("click", (event) => this.#click(event), { signal });
    this.#panel.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.#wait(ESCAPE);
    }, { signal });
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

  // Shows that a button will act in a moment. The last one that was pressed counts.
  #wait(selector) {
    this.#pressed = selector;
    this.#panel.querySelector("[part=status]").textContent = this.#content.texts.text("oneMoment");
    for (const button of this.#panel.querySelectorAll(BUTTONS.join())) {
      button.removeAttribute("aria-disabled");
    }
    this.#panel.querySelector(selector)?.setAttribute("aria-disabled", "true");
  }
}

// Two configurations with the same key have one form.
const formKey = ({ sessionId, reference, items }) => toJson([sessionId, reference, items.map(({ id, scale }) => [id, scale])]);
