// The class of <rapport-feedback>. It is small and defined at once. It loads the WASM module when a form must show, and
// passes attributes, properties and calls on to it; scoring and the texts of later screens are in the module.
// rapport.js compresses best in this order.
import css from "./element.css";
import { BOOLEAN_ATTRIBUTES, OBJECT_PROPERTIES } from "rapport-attributes";
import skeletonCss from "../isolated/skeleton.css";
import { FormLoader, replaceLoad, replacements } from "./form-loader.js";
import { handleKey } from "./keys.js";
import { loadDraft, parseDraft, saveDraft } from "./draft-storage.js";
import { attachInternals, setFormControl, setStates } from "./form-association.js";
import { describeProblems } from "./problems.js";
import { toBoundedJson } from "./json-copy.js";
import { keepModalEvents } from "./modal-events.js";
import { adoptStyles } from "./style-sheets.js";
import { dispatch } from "./dispatch.js";
import { isDark, observeColorScheme } from "./color-scheme.js";
import {
  Configuration,
  OBSERVED_ATTRIBUTES,
  defineProperty,
  defineReflection,
  standardName,
  upgradeProperties,
  writeAttribute,
} from "./reflection.js";

// A change of one of these is a reason to load again after a failure.
const RETRY_ATTRIBUTES = ["open", "wasm-src", "wasm-integrity", "embed-src"];

const REMOVAL_TIMEOUT_MS = 1000; // after which a removal is no move
const RENDER_CHECK_MS = 500; // no observer reports that content is no longer skipped

// The sessions whose form was sent in this document: a page cache may bring back a copy of the open element.
const sentSessions = new Set();

// On a server there is no HTMLElement: there, importing the script has no effect.
const Base = globalThis.HTMLElement ?? class {};

export class RapportFeedback extends Base {
  static formAssociated = true;
  static observedAttributes = OBSERVED_ATTRIBUTES;

  static define(tag = "rapport-feedback", registry = globalThis.customElements) {
    if (registry && !registry.get(tag)) {
      // A class can be defined under one name only.
      registry.define(tag, tag === "rapport-feedback" ? this : class extends this {});
    }
  }

  // rapport.nowasm.js calls this in a page that has another build. It is no method for hosts, hence the symbol. An
  // isolated form stays in its frame.
  static [Symbol.for("rapport-load")](load) {
    IS_ISOLATED || replaceLoad(load);
  }

  static {
    defineReflection(this.prototype);
    for (const name of OBJECT_PROPERTIES) {
      defineProperty(this.prototype, name, {
        get() {
          return this.#configuration.getProperty(name);
        },
        set(value) {
          this.#setProperty(name, value);
        },
      });
    }
  }

  #root;
  #configuration = new Configuration(this);
  #internals = attachInternals(this);
  #anchor; // at which the browser reports a missing answer
  #reportedAnchors = new Set(); // WebKit crashes if an anchor is collected after it was reported
  #restoredDraft; // from the browser, until the form takes it
  #waitMessage; // why the page's form waits for the module
  #loader;
  #feedback; // the form, once it is loaded
  #isMounted = false;
  #isUpdatePending = false;
  #reflectedOpen = false;
  #isOpenSuppressed = false; // while a dialog that is to be open is not rendered
  #renderCheck; // the timer of the next check whether that dialog is rendered
  #observer = new MutationObserver(() => this.#requestUpdate());
  #removal; // the timer of a removal
  #connection; // aborts the listeners on window and document
  // The interface by which a form acts on its element.
  #host = {
    readConfiguration: () => this.#readConfiguration(),
    emit: (name, detail) => this.#emit(name, detail),
    reflect: (open, states) => this.#reflect(open, states),
    // Makes the element invalid with that message, until the module runs; a false value makes it valid.
    holdBack: (message) => {
      this.#waitMessage = message;
      this.form && this.#updateAssociation();
    },
    loaded: (form) => {
      this.#feedback = form;
      this.#performUpdate();
    },
    fail: (error) => {
      this.#feedback = undefined;
      this.#isMounted = false;
      this.#loader.fail(error);
    },
    saveDraft,
    loadDraft: (key) => (this.#host.early ? this.#host.early.loadDraft(key) : loadDraft(key)),
  };

  constructor() {
    super();
    const shadow = this.attachShadow({ mode: "open" });
    adoptStyles(shadow, css, ...(IS_ISOLATED ? [skeletonCss] : []));
    ["keydown", "keyup", "keypress"].forEach((type) => shadow.addEventListener(type, (event) => handleKey(event, this)));
    keepModalEvents(shadow, this);
    this.#root = shadow.appendChild(document.createElement("div"));
    this.#root.className = "root";
    this.addEventListener("invalid", () => this.#reportedAnchors.add(this.#anchor));
    this.#loader = new FormLoader(this, this.#root, this.#host);
    globalThis.ResizeObserver && new ResizeObserver(() => this.open && this.#requestUpdate()).observe(this.#root);
  }

  connectedCallback() {
    clearTimeout(this.#removal);
    upgradeProperties(this);
    if (this.open && !this.#feedback && sentSessions.has(this.sessionId)) {
      this.open = false;
    }
    this.#loader.allowRetry();
    this.#listen();
    this.#requestUpdate();
  }

  disconnectedCallback() {
    // A form that was removed for good takes unsent answers along: the host gets them. It goes on if it comes back. No
    // timer without such answers, since it keeps the element in memory.
    if (this.#unsentDetail()) {
      this.#removal = setTimeout(() => {
        const detail = this.#unsentDetail();
        detail && this.#emit("rapport-dismiss", { reason: "removed", ...detail });
      }, REMOVAL_TIMEOUT_MS);
    }
    this.#listen();
    this.#requestUpdate();
  }

  adoptedCallback() {
    adoptStyles(this.shadowRoot);
  }

  attributeChangedCallback(name, _, value) {
    // Frameworks write "false" for a boolean attribute that is off, as long as the element is not defined.
    if (value === "false" && BOOLEAN_ATTRIBUTES.includes(standardName(name))) {
      this.removeAttribute(name);
    }
    if (RETRY_ATTRIBUTES.includes(standardName(name))) {
      this.#loader.allowRetry();
    }
    if (["mode", "open-on"].includes(standardName(name))) {
      this.#listen();
    }
    this.#requestUpdate();
  }

  formAssociatedCallback() {
    this.#requestUpdate();
  }

  formDisabledCallback() {
    this.#requestUpdate();
  }

  formResetCallback() {
    this.reset();
  }

  formStateRestoreCallback(state) {
    this.#restoredDraft = parseDraft(state);
    this.#requestUpdate();
  }

  show() {
    this.#loader.allowRetry();
    this.toggleAttribute("open", true);
    this.#performUpdate();
  }

  close() {
    if (this.#feedback) {
      this.#performUpdate();
      this.#feedback.close();
    } else {
      this.#loader.close("host");
    }
    this.toggleAttribute("open", false);
  }

  submit() {
    this.#performUpdate();
    this.#feedback?.submit();
  }

  reset() {
    (this.#feedback ?? this.#loader).reset();
  }

  focus(options) {
    this.#root.querySelector("#title, iframe")?.focus(options);
  }

  checkValidity() {
    return this.#updateAssociation().checkValidity();
  }

  reportValidity() {
    return this.#updateAssociation().reportValidity();
  }

  toFHIR(options) {
    this.#performUpdate();
    const bundle = this.#feedback?.toFHIR(toBoundedJson(options)) ?? null;
    if (Array.isArray(bundle)) {
      throw new TypeError(describeProblems(bundle));
    }
    return bundle;
  }

  // An id, which is reflected, or a definition.
  get instrument() {
    return this.#configuration.getProperty("instrument") ?? this.getAttribute("instrument");
  }

  set instrument(value) {
    const isDefinition = typeof value === "object" && value !== null;
    this.#setProperty("instrument", isDefinition ? value : null);
    isDefinition || writeAttribute(this, "instrument", value);
  }

  get outcome() {
    return this.#feedback?.outcome ?? null;
  }

  get result() {
    return this.#feedback?.result ?? null;
  }

  get complete() {
    return this.#feedback?.complete ?? false;
  }

  get ready() {
    return this.#loader.ready.promise;
  }

  get version() {
    return VERSION;
  }

  get form() {
    return this.#internals.form;
  }

  get validity() {
    return this.#updateAssociation().validity;
  }

  get validationMessage() {
    return this.#updateAssociation().validationMessage;
  }

  get willValidate() {
    return this.#updateAssociation().willValidate;
  }

  #setProperty(name, value) {
    this.#configuration.setProperty(name, value);
    this.#requestUpdate();
  }

  // All changes of a task are applied together, in a microtask. A removal that is followed by an insertion is a move.
  #requestUpdate() {
    if (!this.#isUpdatePending) {
      this.#isUpdatePending = true;
      queueMicrotask(() => this.#isUpdatePending && this.#performUpdate());
    }
  }

  #performUpdate() {
    this.#isUpdatePending = false;
    this.#root.classList.toggle("dark", isDark(this));
    const feedback = this.#feedback;
    if (!feedback) {
      this.#configuration.readScript();
      this.#loader.update();
      return;
    }
    const wasMounted = this.#isMounted;
    this.#isMounted = this.isConnected;
    if (!this.#isMounted) {
      wasMounted && feedback.unmount();
    } else if (wasMounted) {
      feedback.update(this.#readConfiguration());
    } else {
      feedback.mount(this.#root, this.#host, this.#readConfiguration());
    }
    if (this.#isMounted && this.#restoredDraft) {
      feedback.restoreDraft(this.#restoredDraft);
      this.#restoredDraft = undefined;
    }
  }

  // Returns the configuration. A dialog that the page does not render stays closed: as a modal dialog it would make the
  // page inert with nothing to see. It opens once it is rendered.
  #readConfiguration() {
    const config = this.#configuration.read();
    const { attributes } = config;
    const wasSuppressed = this.#isOpenSuppressed;
    const isRendered = this.#root.checkVisibility?.() ?? this.#root.getClientRects().length;
    this.#isOpenSuppressed = attributes.open && attributes.mode === "dialog" && !isRendered;
    clearTimeout(this.#renderCheck);
    if (this.#isOpenSuppressed) {
      this.#renderCheck = setTimeout(() => this.#requestUpdate(), RENDER_CHECK_MS);
      attributes.open = false;
      const message = "open: the page does not render the element, or an ancestor of it";
      wasSuppressed || this.#emit("rapport-error", { code: "not-rendered", message, fatal: false, problems: [] });
    }
    return config;
  }

  // Listens on window and document while the element is connected.
  #listen() {
    this.#connection?.abort();
    this.#observer.disconnect();
    this.#observer.observe(this, { childList: true, characterData: true, subtree: true });
    if (!this.isConnected) {
      return;
    }
    // A browser's translator changes the page's language.
    this.#observer.observe(document.documentElement, { attributeFilter: ["lang", "dir"] });
    this.#connection = new AbortController();
    const { signal } = this.#connection;
    const listen = (target, type, listener) => target.addEventListener(type, listener, { signal });
    const retry = () => {
      this.#loader.allowRetry();
      this.#requestUpdate();
    };
    listen(window, "online", retry);
    listen(window, "offline", retry);
    listen(replacements, "load", retry);
    listen(window, "pagehide", () => (this.#feedback ?? this.#loader).unload());
    observeColorScheme(() => isDark(this) === this.#root.classList.contains("dark") || this.#requestUpdate(), signal);
    if (this.mode === "dialog" && this.openOn) {
      [window, document].forEach((target) => listen(target, this.openOn, () => this.show()));
    }
  }

  #unsentDetail() {
    const { draft, result } = this.#feedback?.formControl ?? {};
    const answers = this.#host.early?.answers;
    return draft && !result?.submittedAt ? { result } : answers && { result: null, answers };
  }

  #emit(name, detail) {
    // The WASM module reports faults without a message: that makes it a kilobyte smaller.
    if (detail.problems?.length) {
      detail = { message: describeProblems(detail.problems), ...detail };
    }
    const answers = detail.fatal && this.#host.early?.answers;
    const reply = dispatch(this, name, answers ? { ...detail, answers } : detail);
    if (name === "rapport-ready") {
      this.#loader.ready.resolve();
    } else if (detail.fatal) {
      this.#loader.ready.reject(new Error(detail.message));
    }
    return reply;
  }

  #reflect(open, states) {
    if (open !== this.#reflectedOpen) {
      this.#reflectedOpen = open;
      this.#isOpenSuppressed || this.toggleAttribute("open", open);
    }
    if (states === "sent" && this.sessionId) {
      sentSessions.add(this.sessionId);
    }
    setStates(this.#internals, states);
    this.form && this.#updateAssociation();
  }

  #updateAssociation() {
    this.#anchor = setFormControl(
      this.#internals,
      this.#root,
      this.#feedback?.formControl,
      this.#waitMessage,
    );
    return this.#internals;
  }
}

RapportFeedback.define();
