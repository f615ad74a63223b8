// The form before the module runs: drawn by the script, and answered. Once the module runs, it replays what the
// respondent did, and takes over the nodes.
import { toJson } from "../json-copy.js";
import { toShortForm } from "../answers.js";
import { readContent } from "./content.js";
import { isSameForm, readDraft, startEntries } from "./start.js";
import { drawForm, morph } from "./draw.js";
import { yieldToMain } from "../async.js";
import { loadDraft, saveDraft } from "../draft-storage.js";
import { Recorder } from "./recorder.js";

// A draft that was never sent is restored under a new id.
const NO_ID = "00000000-0000-4000-8000-000000000000";
const ESCAPE = "dialog";
const BUTTONS = ["[part=close]", "[part=skip]", "[part=submit]", ".switch-input"];
const DISMISS_REASONS = { [ESCAPE]: "escape", "[part=close]": "close", "[part=skip]": "skip" };

export class EarlyForm {
  #root;
  #host;
  #config;
  #content;
  #panel;
  #drawn; // the content that the panel shows, as JSON
  #recorder;
  #pressed; // the selector of the button to press once the module runs
  #draftKey;
  #draft; // that of an earlier document
  #ended; // the configuration of the form before, if that one ended
  #listeners = new AbortController();
  #lift; // of a pointer that was down when the recording ended
  #onEscape;

  // Calls `holdBack(message)` of the host, and `onEscape()` if Escape has ended the form. `ended` is the configuration of
  // a form that ended before: an inline form begins only with another.
  constructor(root, host, onEscape, ended) {
    this.#root = root;
    this.#host = host;
    this.#onEscape = onEscape;
    this.#ended = ended;
  }

  // Shows the form as the configuration requires, or nothing if it cannot be drawn.
  show(config) {
    try {
      const content = readContent(config);
      const drawn = toJson(content);
      drawn === this.#drawn || this.#draw(config, content);
      this.#drawn = drawn;
    } catch {
      this.hide(); // the module reports why
      return;
    }
    this.#holdBack();
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

  // Returns whether the form has ended, and this configuration begins no other one.
  hasEnded(config) {
    return this.#ended && config.attributes.mode !== "dialog" && isSameForm(this.#ended, config);
  }

  // Brings an instance to the state in which the gestures began. An instance counts the time from when it restores a
  // draft, so the time since the script loaded it is added.
  prepare(instance, config) {
    this.hasEnded(config) && instance.close();
    this.#draft && instance.restoreDraft({ ...this.#draft, durationMs: this.#durationMs });
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

  // Returns the tab's draft for the module. That of this form stays: its answers come from the gestures.
  loadDraft(key) {
    return key === this.#draftKey ? null : loadDraft(key);
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

  // Ends the recording: from now on the module listens, and stores drafts. A respondent who holds a control has not
  // ended the form.
  end() {
    this.#listeners.abort();
    this.#draftKey = undefined;
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

  #draw(config, content) {
    this.#begin(config, content);
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

  // Begins another form, or goes on with answers that the host or a draft has now.
  #begin(config, content) {
    const { draftKey } = content;
    this.#draftKey && !draftKey && saveDraft(this.#draftKey);
    if (!this.#config || !isSameForm(this.#config, config)) {
      this.#recorder = new Recorder(content, () => {
        this.dismissReason && this.#wait(); // a respondent who goes on has not ended the form
        this.saveDraft();
        this.#holdBack();
      });
      this.#draft = this.#draftKey = this.#pressed = undefined;
      // Of the last form, only the panel stays: a dialog is not opened again.
      this.#listeners.abort();
      this.#panel?.replaceChildren();
    }
    if (draftKey && draftKey !== this.#draftKey) {
      this.#draft = readDraft(draftKey, content);
      this.#recorder.shownAt -= this.#draft?.durationMs ?? 0;
    }
    this.#config = config;
    this.#content = content;
    this.#draftKey = draftKey;
    this.#recorder.start(startEntries(content, this.#draft));
    this.saveDraft();
  }

  get #durationMs() {
    return Math.round(performance.now() - this.#recorder.shownAt);
  }

  // Stores the answers so far in the tab. An instance that crashed may have stored less.
  saveDraft() {
    if (!this.#draftKey || !this.#recorder.isTouched) {
      return;
    }
    const durationMs = this.#durationMs;
    const { id = NO_ID, attempt = 0, startedAt } = this.#draft ?? {};
    saveDraft(this.#draftKey, this.#recorder.hasAnswers && {
      id,
      attempt,
      instrument: this.#content.reference,
      startedAt: startedAt ?? new Date(Date.now() - durationMs).toISOString(),
      durationMs,
      answers: this.#recorder.entries(),
    });
  }

  // Lets the page's form wait for the module if there are answers, or all are required.
  #holdBack() {
    this.#host.holdBack((this.answers || this.#content.required) && this.#content.texts.text("oneMoment"));
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
