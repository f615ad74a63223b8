// The class of <rapport-feedback>: defined at once and small, it fetches the program when it is wanted and
// forwards the element's lifecycle to it. No scoring and no item text is here.
import { load } from "rapport-build";
import css from "./element.css";
import { keep, recall } from "./drawer.js";
import { NOT_COMPARED, parsed, plain, text, words } from "./plain.js";
import { deferred, settled } from "./promises.js";
import { apology, skeleton } from "./waiting.js";

const SCHEMA = "rapport/1";
const ATTRIBUTES = ["mode", "session-id", "theme", "open-on", "name", "wasm-src", "wasm-integrity", "embed-src"];
const SWITCHES = ["review", "show-value", "keep-draft", "private", "disabled", "required"];
const DATA = ["history", "strings", "answers"];

let sheet;
let program;

// One program is loaded for all elements of the page. After a failure the next that wants it tries again.
function start({ wasmSrc, wasmIntegrity }) {
  program ??= load(wasmSrc, wasmIntegrity).catch((error) => {
    program = undefined;
    throw error;
  });
  return program;
}

// A call keeps a page busy, so idleness is waited for a while only.
const idle = (task) =>
  self.requestIdleCallback ? requestIdleCallback(task, { timeout: 5000 }) : setTimeout(task, 1000);
const camel = (name) => name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());

// Importing the script where there is no page, as in server-side rendering, does nothing.
const Base = globalThis.HTMLElement ?? class {};

export class RapportFeedback extends Base {
  static formAssociated = true;
  static observedAttributes = ["instrument", ...ATTRIBUTES, ...SWITCHES, "open", "lang", "dir"];

  static define(tag = "rapport-feedback", registry = globalThis.customElements) {
    if (registry && !registry.get(tag)) {
      // A class can have one name only, so every further name has a class of its own.
      registry.define(tag, tag === "rapport-feedback" ? this : class extends this {});
    }
  }

  #root;
  #internals;
  #feedback; // the program's side of this element, once it is loaded
  #memory; // what a form was that crashed too often
  #mounted = false;
  #idle = false;
  #loading = false;
  #failed = false; // it is not tried again until there is a reason
  #pending = false;
  #opened = false;
  #ready = deferred();
  #anchor; // where the browser is to show what is missing
  #anchors = new Set(); // where it did: WebKit crashes once such an element is gone
  #restored; // a draft that the browser restores
  #openOn; // the event that opens it, while it is listened for
  #given = {}; // what was set to other than text
  #properties = {}; // and the same as plain data
  #source = ""; // the JSON in a child script
  #script = null; // and what it says, or what is wrong with it
  #open = () => {
    this.#failed = false;
    this.toggleAttribute("open", true);
    this.#apply();
  };
  #online = () => {
    this.#failed = false;
    this.#change();
  };
  #leave = () => this.#feedback?.unload();

  constructor() {
    super();
    if (!sheet) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
    }
    const shadow = this.attachShadow({ mode: "open" });
    shadow.adoptedStyleSheets = [sheet];
    this.#root = shadow.appendChild(document.createElement("div"));
    this.#root.className = "root";
    this.#internals = this.attachInternals();
    this.addEventListener("invalid", () => this.#anchors.add(this.#anchor));
    const watched = { childList: true, characterData: true, subtree: true };
    new MutationObserver(() => this.#change()).observe(this, watched);
  }

  connectedCallback() {
    this.#failed = false;
    // Properties that were set before the element was defined hide the accessors: set them again.
    for (const name of ["instrument", ...ATTRIBUTES, ...SWITCHES, ...DATA, "open"].map(camel)) {
      if (Object.hasOwn(this, name)) {
        const value = this[name];
        delete this[name];
        this[name] = value;
      }
    }
    this.#change();
  }

  disconnectedCallback() {
    this.#change();
  }

  attributeChangedCallback(name, _, value) {
    // Frameworks that do not know the element yet write a switch that is off as "false".
    if (value === "false" && [...SWITCHES, "open"].includes(name)) {
      this.removeAttribute(name);
    }
    this.#failed &&= !["open", "wasm-src", "wasm-integrity", "embed-src"].includes(name);
    this.#change();
  }

  formAssociatedCallback() {
    this.#change();
  }

  formDisabledCallback() {
    this.#change();
  }

  formResetCallback() {
    this.reset();
  }

  formStateRestoreCallback(state) {
    this.#restored = parsed(state);
    this.#change();
  }

  // `open` is the name of a method, of an attribute, and of the property that frameworks set for it: it reads
  // as the method and writes the attribute. Whether the dialog shows is told by `hasAttribute("open")`.
  get open() {
    return this.#open;
  }

  set open(value) {
    this.toggleAttribute("open", Boolean(value));
  }

  // An id, or a whole definition.
  get instrument() {
    return this.#given.instrument ?? this.getAttribute("instrument");
  }

  set instrument(value) {
    const whole = typeof value === "object" && value !== null;
    this.#set("instrument", whole ? value : null);
    whole || write(this, "instrument", value);
  }

  close() {
    if (this.#feedback) {
      this.#apply();
      this.#feedback.close();
    }
    this.toggleAttribute("open", false);
  }

  submit() {
    this.#apply();
    this.#feedback?.submit();
  }

  reset() {
    this.#feedback?.reset();
  }

  focus(options) {
    this.#root.querySelector("#title, iframe")?.focus(options);
  }

  checkValidity() {
    return this.#associated().checkValidity();
  }

  reportValidity() {
    return this.#associated().reportValidity();
  }

  // The result as a FHIR R4 Bundle, as last sent or, unsent, as it stands. A wrong context is the caller's mistake.
  toFHIR(context) {
    this.#apply();
    const bundle = this.#feedback?.toFHIR(plain(context)) ?? null;
    if (typeof bundle === "string") {
      throw new TypeError(bundle);
    }
    return bundle;
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
    return this.#ready.promise;
  }

  get version() {
    return VERSION;
  }

  get form() {
    return this.#internals.form;
  }

  get validity() {
    return this.#associated().validity;
  }

  get validationMessage() {
    return this.#associated().validationMessage;
  }

  get willValidate() {
    return this.#internals.willValidate;
  }

  // What is set is copied: what the host does to it later changes nothing.
  #set(name, value) {
    // Frameworks write a text without characters for what is absent.
    this.#given[name] = value === "" ? null : value;
    const without = name === "history" ? NOT_COMPARED : [];
    this.#properties = { ...this.#properties, [name]: plain(this.#given[name], without) };
    this.#change();
  }

  static {
    for (const name of DATA) {
      property(this, name, (element) => element.#given[name] ?? null, (element, value) => element.#set(name, value));
    }
    for (const name of ATTRIBUTES) {
      property(this, name, (element) => element.getAttribute(name), (element, value) => write(element, name, value));
    }
    for (const name of SWITCHES) {
      property(this, name, (element) => element.hasAttribute(name), (element, on) => element.toggleAttribute(name, !!on));
    }
  }

  // The program is wanted at once when something has to show, and before long when it may have to.
  #want() {
    const shows = this.mode !== "dialog" || this.hasAttribute("open");
    if (!shows) {
      this.#root.querySelector("dialog")?.close(); // an apology
      this.#root.replaceChildren();
    }
    if (!this.isConnected || this.#failed) {
      return;
    }
    if (shows) {
      this.#start();
    } else if (!this.#idle) {
      this.#idle = true;
      idle(() => {
        this.#idle = false;
        this.isConnected && !this.#feedback && !this.#failed && this.#start();
      });
    }
  }

  async #start() {
    if (this.#loading) {
      return;
    }
    this.#loading = true;
    if (this.mode !== "dialog") {
      this.#root.replaceChildren(skeleton(this.#items()));
    }
    this.#failed = false;
    this.#ready.failed && (this.#ready = deferred());
    try {
      const begin = await start(this);
      this.#feedback = await begin(this.#memory);
    } catch (error) {
      this.#fail(error);
      return;
    } finally {
      this.#loading = false;
    }
    this.#apply();
  }

  // How many items there are going to be, as far as that is known.
  #items() {
    const { items } = this.#properties.instrument ?? this.#script?.instrument ?? {};
    return this.instrument === "one" ? 1 : Array.isArray(items) ? Math.min(items.length, 200) : 5;
  }

  // Changes of one turn are taken together; a removal that is followed by an insertion is a move.
  #change() {
    this.#listen();
    if (!this.#pending) {
      this.#pending = true;
      queueMicrotask(() => this.#pending && this.#apply());
    }
  }

  #apply() {
    this.#pending = false;
    const feedback = this.#feedback;
    if (!feedback) {
      this.#read();
      this.#want();
      return;
    }
    const wasMounted = this.#mounted;
    this.#mounted = this.isConnected;
    if (!this.#mounted) {
      wasMounted && feedback.unmount();
    } else if (wasMounted) {
      feedback.update(this.#attributes());
    } else {
      feedback.mount(this.#root, this.#host(), this.#attributes());
    }
    if (this.#mounted && this.#restored) {
      feedback.resume(this.#restored);
      this.#restored = undefined;
    }
  }

  #read() {
    const source = this.querySelector(":scope > script[type='application/json']")?.textContent ?? "";
    if (source !== this.#source) {
      this.#source = source;
      this.#script = parsed(source);
    }
  }

  #attributes() {
    this.#read();
    const attributes = {
      open: this.hasAttribute("open"),
      lang: this.#inherited("lang"),
      dir: this.#inherited("dir")?.toLowerCase(),
      offline: navigator.onLine === false,
      instrument: this.getAttribute("instrument") ?? undefined,
      script: this.#script,
      properties: this.#properties,
    };
    for (const name of ATTRIBUTES) {
      attributes[camel(name)] = this.getAttribute(name) ?? undefined;
    }
    for (const name of SWITCHES) {
      attributes[camel(name)] = this.hasAttribute(name);
    }
    attributes.disabled = this.matches(":disabled"); // which a fieldset around it may say too
    return attributes;
  }

  // What the nearest of the element and its ancestors says.
  #inherited(name) {
    for (let node = this; node; node = node.getRootNode().host) {
      const speaker = node.closest(`[${name}]`);
      if (speaker) {
        return speaker.getAttribute(name);
      }
    }
    return undefined;
  }

  #listen() {
    const name = this.isConnected && this.mode === "dialog" ? this.getAttribute("open-on") : null;
    for (const target of [window, document]) {
      if (this.#openOn) {
        target.removeEventListener(this.#openOn, this.#open);
      }
      if (name) {
        target.addEventListener(name, this.#open);
      }
    }
    this.#openOn = name;
    const listen = this.isConnected ? "addEventListener" : "removeEventListener";
    window[listen]("online", this.#online);
    window[listen]("offline", this.#online);
    window[listen]("pagehide", this.#leave);
  }

  // What the program may do to the element.
  #host() {
    return {
      emit: (name, detail) => this.#emit(name, detail),
      reflect: (open, states) => this.#reflect(open, states),
      fail: (error) => {
        this.#feedback = undefined;
        this.#mounted = false;
        this.#fail(error);
      },
      keep,
      recall,
    };
  }

  #emit(name, detail) {
    const open = !this.private;
    const event = new CustomEvent(name, {
      bubbles: open,
      composed: open,
      cancelable: name === "rapport-submit",
      detail: { schema: SCHEMA, ...detail },
    });
    const waiting = [];
    if (event.cancelable) {
      event.waitUntil = (promise) => void waiting.push(promise);
    }
    const taken = this.dispatchEvent(event);
    if (event.waitUntil) {
      event.waitUntil = () => {
        throw new Error("too late");
      };
    }
    if (name === "rapport-ready") {
      this.#ready.failed && (this.#ready = deferred());
      this.#ready.resolve();
    } else if (detail.fatal) {
      this.#ready.failed = true;
      this.#ready.reject(new Error(detail.message));
    }
    if (!taken) {
      return false;
    }
    return waiting.length ? settled(waiting) : undefined;
  }

  #reflect(open, names) {
    if (open !== this.#opened) {
      this.#opened = open;
      this.toggleAttribute("open", open);
    }
    const states = this.#internals.states;
    try {
      states?.clear();
      names.split(" ").forEach((name) => name && states?.add(name));
    } catch {
      // Older browsers take names with dashes only; there the states are not shown.
    }
    this.form && this.#associated();
  }

  // Its internals, with what the form around it is to know.
  #associated() {
    const internals = this.#internals;
    const { result, draft, missing } = this.#feedback?.entry ?? {};
    const anchor = this.#root.querySelector(`[data-place="${missing?.[0]}"], iframe`) ?? this.#root;
    this.#anchor = anchor;
    internals.setFormValue(result ? JSON.stringify(result) : null, draft ? JSON.stringify(draft) : null);
    internals.setValidity(missing ? { valueMissing: true } : {}, missing?.[1], anchor);
    return internals;
  }

  // The client is told only where something had to show.
  #fail(error) {
    this.#failed = true;
    const dialog = this.mode === "dialog";
    this.#root.replaceChildren();
    if (this.isConnected && (!dialog || this.hasAttribute("open"))) {
      const close = () => {
        this.#memory = undefined;
        this.#root.replaceChildren();
        this.toggleAttribute("open", false);
        this.#emit("rapport-dismiss", { reason: "close", result: null });
      };
      apology(this.#root, this.#inherited("lang") ?? "", dialog, () => this.#start(), close);
    }
    const known = ["wasm-blocked", "crashed"].includes(error?.code);
    const code = known ? error.code : "wasm-load";
    const { answers, memory } = Object(error);
    this.#memory = memory;
    const left = answers && { answers };
    this.#emit("rapport-error", { code, message: words(error), fatal: true, problems: [], ...left });
  }
}

function write(element, name, value) {
  value == null || value === "" ? element.removeAttribute(name) : element.setAttribute(name, text(value));
}

// A property of the elements of a class.
function property({ prototype }, name, get, set) {
  Object.defineProperty(prototype, camel(name), {
    configurable: true,
    enumerable: true,
    get() {
      return get(this);
    },
    set(value) {
      set(this, value);
    },
  });
}

RapportFeedback.define();
