// The class of <rapport-trend>. It is defined at once, loads the WASM module when it is in the page, and passes
// attributes, properties and calls on to it; sessions, scores and words are in the module.
import css from "./rapport-trend.css";
import tokens from "rapport-tokens";
import { OBJECT_PROPERTIES } from "rapport-attributes";
import { isDark, observeColorScheme } from "../element/color-scheme.js";
import { dispatch } from "../element/dispatch.js";
import { errorMessage } from "../element/json-copy.js";
import { describeProblems } from "../element/problems.js";
import {
  OBSERVED_ATTRIBUTES,
  defineProperty,
  defineReflection,
  inheritedAttribute,
  upgradeProperties,
} from "../element/reflection.js";
import { adoptStyles } from "../element/style-sheets.js";
import { createFormats } from "./formats.js";
import { copyData, parseScript } from "./host-data.js";
import { createInstance } from "./load-trend.js";
import { showFailure } from "./failure.js";

const NARROW = 480; // pixels, below which the stepper takes two lines

// On a server there is no HTMLElement: there, importing the script has no effect.
const Base = globalThis.HTMLElement ?? class {};

export class RapportTrend extends Base {
  static observedAttributes = OBSERVED_ATTRIBUTES;

  static define(tag = "rapport-trend", registry = globalThis.customElements) {
    if (registry && !registry.get(tag)) {
      // A class can be defined under one name only.
      registry.define(tag, tag === "rapport-trend" ? this : class extends this {});
    }
  }

  static {
    defineReflection(this.prototype);
    for (const name of OBJECT_PROPERTIES) {
      defineProperty(this.prototype, name, {
        get() {
          return this.#values[name] ?? null;
        },
        set(value) {
          this.#setProperty(name, value);
        },
      });
    }
  }

  #root;
  #values = {}; // the object properties as the host set them
  #copies = {}; // and as JSON
  #scriptText = "";
  #script = {};
  #data; // all of the host's data: another object after each change, by which the module notices it
  #formats;
  #ofPage = {}; // the attributes that applied when the element was last in a page
  #trend; // the instance of the WASM module, once it is loaded
  #isMounted = false;
  #isLoading = false;
  #hasFailed = false; // until there is a reason to try again
  #isUpdatePending = false;
  #observer = new MutationObserver(() => this.#requestUpdate());
  #connection; // aborts the listeners on window and document

  constructor() {
    super();
    const shadow = this.attachShadow({ mode: "open" });
    adoptStyles(shadow, tokens, css);
    this.#root = shadow.appendChild(document.createElement("div"));
    this.#root.className = "root";
    this.#showSkeleton();
    globalThis.ResizeObserver && new ResizeObserver(() => this.#resize()).observe(this.#root);
  }

  connectedCallback() {
    upgradeProperties(this);
    this.#hasFailed = false;
    this.#listen();
    this.#requestUpdate();
  }

  disconnectedCallback() {
    this.#listen();
    this.#requestUpdate();
  }

  adoptedCallback() {
    adoptStyles(this.shadowRoot);
  }

  attributeChangedCallback() {
    this.#requestUpdate();
  }

  toCSV() {
    return this.#read((trend) => trend.toCSV());
  }

  toSVG() {
    return this.#read((trend) => trend.toSVG());
  }

  toText() {
    return this.#read((trend) => trend.toText());
  }

  get version() {
    return VERSION;
  }

  // In the next frame: a change during the observer's call would count as an error of the page. A container query would
  // give an element in a flex box no width.
  #resize() {
    requestAnimationFrame(() => {
      this.#root.classList.toggle("narrow", this.#root.clientWidth < NARROW);
      this.#trend?.resize();
    });
  }

  // Returns an empty string before the module is loaded, and after it has crashed.
  #read(read) {
    this.#performUpdate();
    if (!this.isConnected) {
      // Or the exports of an element that was removed would be those of earlier data, maybe of another person.
      this.#trend?.update(this.#configuration(), false);
    }
    return String((this.#trend && read(this.#trend)) ?? "");
  }

  // Copies the value, so that later changes to the host's object have no effect.
  #setProperty(name, value) {
    this.#values[name] = value;
    this.#copies[name] = copyData(name, value);
    this.#data = undefined;
    this.#hasFailed = false;
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
    this.#readScript();
    const wasMounted = this.#isMounted;
    this.#isMounted = this.isConnected && Boolean(this.#trend);
    if (this.#isMounted) {
      this.#trend.update(this.#configuration(), true);
    } else if (wasMounted) {
      this.#trend?.unmount();
    } else if (this.isConnected) {
      this.#load();
    }
  }

  // Reads the JSON inside the tag. Without a script the last data stay: a patch of the page may clear the children.
  #readScript() {
    const text = this.querySelector(":scope > script[type='application/json']")?.textContent ?? this.#scriptText;
    if (text === this.#scriptText) {
      return;
    }
    this.#scriptText = text;
    const script = parseScript(text);
    this.#data = undefined;
    this.#script = script;
    if (typeof script !== "object") {
      const problem = { path: "script", found: script, expected: "a JSON object", fatal: false };
      this.#script = {};
      this.#emit("rapport-error", { code: "config-invalid", fatal: false, problems: [problem] });
    }
  }

  #configuration() {
    // A property takes precedence over the script.
    const properties = Object.entries(this.#copies).filter(([, value]) => value !== null);
    this.#data ??= { ...this.#script, ...Object.fromEntries(properties) };
    const attributes = {
      compare: this.compare,
      axis: this.axis,
      theme: this.theme,
      timeZone: this.timeZone,
      lang: this.#inherited("lang"),
      dir: this.#inherited("dir")?.toLowerCase(),
      misplaced: Object.fromEntries(
        OBJECT_PROPERTIES.filter((name) => this.hasAttribute(name)).map((name) => [name, `the property ${name}`]),
      ),
    };
    return {
      attributes,
      data: this.#data,
      formats: (locale) => {
        if (this.#formats?.locale !== locale || this.#formats.timeZone !== this.timeZone) {
          this.#formats = createFormats(locale, this.timeZone);
        }
        return this.#formats;
      },
    };
  }

  // Returns an attribute of the element, else of its page; of the last page if it is in none.
  #inherited(name) {
    const value = inheritedAttribute(this, name);
    if (this.isConnected) {
      this.#ofPage[name] = value;
    }
    return value ?? this.#ofPage[name];
  }

  async #load() {
    if (this.#isLoading || this.#hasFailed) {
      return;
    }
    this.#isLoading = true;
    this.#showSkeleton();
    const place = document.createElement("div");
    let trend;
    try {
      trend = await createInstance(place, this.#host(place), (error) => this.#fail("crashed", error));
    } catch (error) {
      this.#fail(error?.code ?? "load-failed", error);
      return;
    } finally {
      this.#isLoading = false;
    }
    this.#root.replaceChildren(place);
    this.#trend = trend;
    this.#performUpdate();
  }

  // The interface by which an instance acts on its element, as long as it has not crashed.
  #host(place) {
    return { emit: (name, detail) => place.isConnected && this.#emit(name, detail) };
  }

  // Reports that nothing can be drawn. Data that the host sets later are a reason to try again, as is the button.
  #fail(code, error) {
    this.#trend = undefined;
    this.#isMounted = false;
    this.#hasFailed = true;
    this.#root.replaceChildren();
    showFailure(this.#root, inheritedAttribute(this, "lang") ?? "", () => {
      this.#hasFailed = false;
      this.#performUpdate();
    });
    this.#emit("rapport-error", { code, message: errorMessage(error), fatal: true, problems: [] });
  }

  #emit(name, detail) {
    // The WASM module reports faults without a message: that makes it smaller.
    const { problems } = detail;
    dispatch(this, name, problems?.length ? { message: describeProblems(problems), ...detail } : detail);
  }

  #showSkeleton() {
    const skeleton = document.createElement("div");
    skeleton.className = "panel skeleton";
    skeleton.setAttribute("aria-hidden", "true"); // Firefox has `ariaHidden` since version 119
    this.#root.replaceChildren(skeleton);
  }

  // Listens on the document while the element is connected.
  #listen() {
    this.#connection?.abort();
    this.#observer.disconnect();
    if (!this.isConnected) {
      return;
    }
    this.#connection = new AbortController();
    const { signal } = this.#connection;
    this.#observer.observe(this, { childList: true, characterData: true, subtree: true });
    this.#observer.observe(document.documentElement, { attributeFilter: ["lang", "dir"] });
    observeColorScheme(() => isDark(this) === this.#root.classList.contains("dark") || this.#requestUpdate(), signal);
    window.addEventListener("online", () => this.#retryAfterFailure(), { signal });
  }

  #retryAfterFailure() {
    this.#hasFailed = false;
    this.#requestUpdate();
  }
}

RapportTrend.define();
