// The frame's side of an isolated form. It runs the form, and relays calls and events over a channel. It answers only
// the page that embeds it, and only if embed.html lists the origin of that page.
import { load } from "rapport-load";
import { saveDraft, loadDraft } from "../element/draft-storage.js";
import css from "../element/element.css";
import { adoptStyles } from "../element/style-sheets.js";
import { errorMessage, toBoundedJson, toJson } from "../element/json-copy.js";
import { GREETING, connect } from "./channel.js";
import { EventFilter, postResult, withoutAnswerTexts } from "./submit-url.js";

const metaContent = (name) => document.querySelector(`meta[name="${name}"]`)?.content.trim() ?? "";
const ALLOWED_ORIGINS = metaContent("rapport-allowed-origins").split(/\s+/);
// If it is set, answers go to this URL only: no message to the page contains or reveals one.
const SUBMIT_URL = metaContent("rapport-submit-url");

const element = document.body.appendChild(document.createElement("div"));
const shadow = element.attachShadow({ mode: "open" });
const root = shadow.appendChild(document.createElement("div"));
root.className = "root";
adoptStyles(document, "html, body { margin: 0 }");
adoptStyles(shadow, css);

addEventListener("message", greet);

// The source need not be the parent: the element may be in another document than its script, as in a window that the
// page opened. That document has the origin of the script. Firefox does not report it, so the source must be near.
function greet({ source, origin, data, ports }) {
  const { ancestorOrigins } = location;
  const isTrusted = ancestorOrigins
    ? ancestorOrigins[0] === origin
    : [parent, parent.parent, parent.opener].includes(source);
  if (isTrusted && ALLOWED_ORIGINS.includes(origin) && data === GREETING && ports.length === 1) {
    removeEventListener("message", greet);
    new FrameApp(ports[0]).start();
  }
}

class FrameApp {
  #send;
  #form;
  #isMounted = false;
  #draftKeySuffix = "";
  #revision = 0;
  #lastState;
  #submits = 0;
  #pendingReplies = new Map(); // the settle functions of submit events, by token
  #eventFilter = new EventFilter();

  constructor(port) {
    this.#send = connect(port, this.#createHandlers());
  }

  async start() {
    this.#send("ready");
    try {
      const createForm = await load();
      this.#form = await createForm();
    } catch (error) {
      this.#fail(error);
      return;
    }
    new ResizeObserver(() => this.#send("height", { height: root.getBoundingClientRect().height })).observe(root);
    addEventListener("pagehide", () => this.#form.unload());
    this.#send("loaded");
  }

  #createHandlers() {
    return {
      update: (message) => this.#update(message),
      submit: () => this.#form.submit(),
      close: ({ revision }) => {
        this.#revision = revision;
        this.#form.close();
      },
      escape: () => root.querySelector("dialog")?.dispatchEvent(new Event("cancel", { cancelable: true })),
      reset: () => this.#form.reset(),
      // Before it is rendered, the content of a hidden frame takes no focus.
      focus: () => requestAnimationFrame(() => root.querySelector("#title")?.focus()),
      restoreDraft: ({ draft }) => this.#form.restoreDraft(toBoundedJson(draft)),
      reply: (message) => this.#receiveReply(message),
    };
  }

  #update({ config, customProperties, revision }) {
    const data = readConfig(config);
    this.#revision = revision;
    applyStyle(data.attributes.theme, customProperties);
    // A draft of another definition is not read: the answers that it rejects would reveal those in the draft.
    this.#draftKeySuffix = SUBMIT_URL && toJson([data.properties.instrument, data.script?.instrument]);
    if (this.#isMounted) {
      this.#form.update(data);
    } else {
      this.#form.mount(root, this.#createHost(), data);
    }
    this.#isMounted = true;
  }

  #createHost() {
    return {
      emit: (name, detail) => this.#emit(name, detail),
      reflect: (open, states) => this.#reflect(open, states),
      fail: (error) => this.#fail(error),
      saveDraft: (key, draft) => saveDraft(key + this.#draftKeySuffix, draft),
      loadDraft: (key) => loadDraft(key + this.#draftKeySuffix),
    };
  }

  #emit(name, detail) {
    const isSubmit = name === "rapport-submit";
    if (detail.reason === "unload") {
      return undefined; // the page emits its own
    }
    if (SUBMIT_URL) {
      const filtered = this.#eventFilter.filter(name, detail);
      filtered && this.#send("event", { name, detail: filtered });
      return { prevented: false, saved: isSubmit && postResult(SUBMIT_URL, detail) };
    }
    const token = isSubmit ? ++this.#submits : undefined;
    const saved = isSubmit && new Promise((...settle) => this.#pendingReplies.set(token, settle));
    this.#send("event", { name, detail, token });
    return { prevented: false, saved };
  }

  // Settles the promise that #emit() returned: with a reply, or with the message of a failed save.
  #receiveReply({ token, prevented, saved, error }) {
    const [resolve, reject] = this.#pendingReplies.get(token) ?? [];
    this.#pendingReplies.delete(token);
    error === undefined ? resolve?.({ prevented: prevented === true, saved: saved === true }) : reject?.(String(error));
  }

  #reflect(open, states) {
    const { outcome, result, complete, formControl } = this.#form;
    const title = root.querySelector("#title")?.textContent;
    const state = { open, states, title, complete, revision: this.#revision };
    if (SUBMIT_URL) {
      states === "unanswered" && this.#eventFilter.reset();
      // A state for each move of a slider would reveal how far it moved.
      const text = toJson(state);
      text !== this.#lastState && this.#send("state", { state });
      this.#lastState = text;
    } else {
      this.#send("state", { state: { ...state, outcome, result, formControl } });
    }
  }

  #fail(error) {
    const answers = SUBMIT_URL ? undefined : error?.answers;
    this.#send("fail", { code: error?.code, message: errorMessage(error), answers });
  }
}

// Copies the page's configuration, within the bounds of one that is set on the element.
function readConfig(config) {
  const { attributes, script, properties } = Object(config);
  const copies = Object.entries(Object(properties)).map(([name, value]) => [name, toBoundedJson(value)]);
  const data = {
    attributes: Object(toBoundedJson(attributes)),
    script: toBoundedJson(script),
    properties: Object.fromEntries(copies),
  };
  return SUBMIT_URL ? withoutAnswerTexts(data) : data;
}

function applyStyle(theme, customProperties) {
  element.setAttribute("theme", theme);
  for (const [name, value] of Object.entries(Object(customProperties))) {
    name.startsWith("--rapport-") && element.style.setProperty(name, value);
  }
}
