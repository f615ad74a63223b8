// Supervises the WASM instance of a form. After a crash, a new instance restores the last snapshot.
import { yieldToMain } from "./async.js";
import { errorMessage } from "./json-copy.js";
import { toShortForm } from "./answers.js";
import { Adoption } from "./adoption.js";

const MAX_CRASHES = 3; // before a result is sent; one more is fatal

// A form that outlives its WASM instance. Each form has an instance of its own, so that a crash affects no other form.
// Its states:
//   starting -> attached: mount() was called, and the instance draws the form in the next task;
//   attached -> drawn;
//   starting, attached or drawn -> recovering: the instance crashed, and calls wait;
//   recovering -> drawn: a new instance restored the snapshot, and the calls run in order;
//   recovering -> failed: there was one crash too many, or no new instance.
export class RecoverableForm {
  #createInstance;
  #state = "starting";
  #instance; // undefined after a crash, until the next one is created
  #adoption; // of the nodes that the script drew, by that instance
  #root; // undefined while the element is out of the page
  #host;
  #config;
  #waitingCalls = [];
  #snapshot;
  #isRestoreDue; // the instance has not restored the snapshot yet
  #lastSubmitReply; // undefined if the last result was not emitted: then it is restored as unsent
  #isOpen = false;
  #emitted = new Set(); // events that the next instance would repeat
  #crashes = 0;

  // Resolves to a form. `createInstance(onCrash, adoption)` resolves to a `Feedback` object in an instance of its own; a snapshot
  // is restored once the form is mounted.
  static async create(createInstance, snapshot) {
    const form = new RecoverableForm(createInstance, snapshot);
    await form.#start();
    return form;
  }

  constructor(createInstance, snapshot) {
    this.#createInstance = createInstance;
    this.#snapshot = snapshot;
    this.#isRestoreDue = Boolean(snapshot);
  }

  mount(root, host, config) {
    this.#root = root;
    this.#host = host;
    if (this.#state === "recovering") {
      this.update(config); // after the calls that were made with the previous configuration
    } else {
      this.#config = config;
    }
    this.#attach();
  }

  update(config) {
    this.#call((instance) => {
      this.#config = config;
      instance.update(config);
    });
  }

  unmount() {
    this.#root = undefined;
    this.#instance?.unmount();
  }

  submit() {
    this.#call((instance) => this.#state === "drawn" && instance.submit());
  }

  close() {
    this.#call((instance) => instance.close());
  }

  reset() {
    this.#call((instance) => instance.reset());
  }

  restoreDraft(draft) {
    this.#call((instance) => instance.restoreDraft(draft));
  }

  unload() {
    this.#instance?.unload(); // after it, the page has no time to wait for a new instance
  }

  toFHIR(options) {
    return this.#read((instance) => instance.toFHIR(options));
  }

  get outcome() {
    return this.#read((instance) => instance.outcome);
  }

  get result() {
    return this.#read((instance) => instance.result);
  }

  get complete() {
    return this.#read((instance) => instance.complete);
  }

  get formControl() {
    return this.#read((instance) => instance.formControl);
  }

  #call(call) {
    if (this.#instance && this.#state !== "recovering") {
      call(this.#instance);
    } else {
      this.#waitingCalls.push(call);
    }
  }

  // Returns undefined if the form is not drawn, or if reading crashes the instance.
  #read(read) {
    if (this.#state === "drawn") {
      const value = read(this.#instance);
      return this.#instance && value;
    }
    return undefined;
  }

  async #start() {
    let instance;
    this.#adoption = new Adoption();
    const onCrash = (error) => {
      if (!instance) {
        throw error; // the creation fails
      }
      this.#crash(error);
    };
    instance = await this.#createInstance(onCrash, this.#adoption);
    await yieldToMain();
    this.#instance = instance;
    // Out of the page, a form waits only for the host to store its result.
    if (this.#root || (this.#host && this.#snapshot?.phase === "sending")) {
      this.#attach();
    }
  }

  async #attach() {
    const instance = this.#instance;
    if (!instance) {
      return; // #start() attaches the next one
    }
    instance.attach(this.#hostFor(instance), this.#config);
    this.#emitted.add("rapport-dismiss"); // the host was told when the form ended
    this.#host.early?.prepare(instance, this.#config);
    this.#emitted.delete("rapport-dismiss");
    if (this.#isRestoreDue) {
      instance.restoreSnapshot(this.#snapshot, this.#lastSubmitReply);
      this.#isRestoreDue = instance !== this.#instance;
    }
    if (!this.#root) {
      instance.unmount();
    }
    const isCurrent = () => this.#root && instance === this.#instance;
    // In the same task: the page may be left in the next one, and the answers so far have to be in the draft by then.
    isCurrent() && this.#host.early?.replay(instance, isCurrent);
    if (this.#state !== "drawn") {
      if (this.#state === "starting") {
        this.#state = "attached";
      }
      await yieldToMain();
    }
    isCurrent() && this.#host.early?.replay(instance, isCurrent); // later gestures
    if (isCurrent()) {
      const calls = this.#waitingCalls;
      this.#waitingCalls = [];
      this.#state = "drawn";
      const takesOver = this.#host.early?.isShown && this.#crashes === 0;
      takesOver && this.#adoption.start(this.#root);
      this.#host.early?.end();
      instance.mount(this.#root);
      calls.forEach((call) => this.#call(call));
      await this.#finishEarlyForm(instance, takesOver);
      await yieldToMain();
      instance.renderHidden();
    }
  }

  // If the script had drawn the form, the view has taken its nodes over, or it is drawn once more.
  async #finishEarlyForm(instance, takesOver) {
    const { early } = this.#host;
    if (early) {
      await undefined; // Yew draws in a microtask
      const isComplete = this.#adoption.finish();
      takesOver && !isComplete && instance.remount(this.#root);
      await yieldToMain();
      if (instance === this.#instance) {
        this.#host.early = undefined;
        early.press();
      }
    }
  }

  // Returns the host as one instance may use it: until it crashes.
  #hostFor(instance) {
    const requireCurrent = () => {
      if (instance !== this.#instance) {
        throw new Error("crashed"); // unwinds the calls that still run in it
      }
    };
    return {
      ...this.#host,
      emit: (name, detail) => {
        requireCurrent();
        const reply = this.#emit(name, detail);
        requireCurrent(); // a listener may have called a method that crashed it
        return reply;
      },
      reflect: (open, states) => {
        requireCurrent();
        this.#reflect(open, states);
      },
      saveSnapshot: (snapshot) => this.#saveSnapshot(snapshot),
    };
  }

  #emit(name, detail) {
    const isRepeated = this.#emitted.has(name);
    name === "rapport-ready" ? this.#emitted.add(name) : this.#emitted.delete(name);
    if (isRepeated) {
      return undefined;
    }
    const reply = this.#host.emit(name, detail);
    if (name === "rapport-submit") {
      this.#lastSubmitReply = reply;
    }
    return reply;
  }

  #reflect(open, states) {
    this.#isOpen = open;
    if (!open) {
      this.#emitted.delete("rapport-open");
    }
    if (this.#state === "drawn") {
      this.#host.reflect(open, states);
    }
  }

  #saveSnapshot(snapshot) {
    if (this.#isRestoreDue) {
      return; // this one is of the empty form before the restoration
    }
    if (snapshot.result?.attempt !== this.#snapshot?.result?.attempt) {
      this.#lastSubmitReply = undefined;
    }
    if (snapshot.phase === "sent") {
      this.#crashes = 0;
    }
    this.#snapshot = snapshot;
  }

  #crash(error) {
    const focused = this.#root?.getRootNode().activeElement;
    this.#state = "recovering";
    this.#instance = undefined;
    this.#isRestoreDue = Boolean(this.#snapshot);
    if (this.#isOpen) {
      this.#emitted.add("rapport-open");
    }
    // Listeners run after the calls in the crashed instance have returned.
    queueMicrotask(() => this.#recover(error, focused?.dataset.index));
  }

  async #recover(error, focusedIndex) {
    this.#host?.early?.saveDraft();
    const answers = this.#host?.early?.answers ?? toShortForm(this.#snapshot?.result?.answers ?? []);
    const crash = { code: "crashed", message: errorMessage(error), answers };
    this.#crashes += 1;
    if (this.#crashes > MAX_CRASHES) {
      this.#fail(crash);
      return;
    }
    if (this.#root) {
      this.#host.emit("rapport-error", { ...crash, fatal: false, problems: [] });
    }
    try {
      await this.#start();
    } catch (error) {
      this.#fail({ ...crash, message: errorMessage(error) });
      return;
    }
    // The view is drawn by then.
    setTimeout(() => focusedIndex && this.#root?.querySelector(`[data-index="${focusedIndex}"]`)?.focus());
  }

  #fail(error) {
    this.#state = "failed";
    this.#host.fail({ ...error, snapshot: this.#snapshot });
  }
}
