// The isolated build: the form is in a frame of another origin, and this stands for it in the page. It has the
// interface of RecoverableForm, and relays calls and events over a channel.
import css from "./isolated.css";
import { CUSTOM_PROPERTIES, EVENTS } from "rapport-attributes";
import { isDark } from "../element/color-scheme.js";
import { adoptStyles } from "../element/style-sheets.js";
import { GREETING, connect } from "./channel.js";

const FRAME_TIMEOUT_MS = 10_000;
const EMPTY_STATE = { outcome: null, result: null, complete: false, formControl: {} };

export const load = async () => async () => new IframeProxy();

// Returns the URL of the frame's page; undefined if it is not an http URL.
function frameUrl(src) {
  try {
    const url = new URL(src || new URL("embed.html", import.meta.url), document.baseURI);
    return /^https?:$/.test(url.protocol) ? url : undefined;
  } catch {
    return undefined;
  }
}

// Returns the frame's form control, with `missing` only if that is an index and a message.
function checkedFormControl(formControl) {
  const { result, draft, missing } = Object(formControl);
  const [index, message] = Array.isArray(missing) ? missing : [];
  const isValid = Number.isInteger(index) && message && typeof message === "string";
  return { result, draft, missing: isValid ? [index, message] : null };
}

class IframeProxy {
  #host;
  #container; // a dialog in mode "dialog"
  #frame;
  #port;
  #send; // defined while the frame's form is loaded
  #startTimeout;
  #timeout;
  #config;
  #state = EMPTY_STATE;
  #isOpen = false;
  #revision = 0; // counts updates: a state of an earlier revision does not open or close the dialog
  #hasEmittedReady = false;

  get outcome() {
    return this.#state.outcome;
  }

  get result() {
    return this.#state.result;
  }

  get complete() {
    return this.#state.complete;
  }

  get formControl() {
    return this.#state.formControl;
  }

  toFHIR() {
    return null; // the form is in the frame, and the caller expects the Bundle at once
  }

  mount(root, host, config) {
    const { mode, embedSrc } = config.attributes;
    const url = frameUrl(embedSrc);
    adoptStyles(root.getRootNode(), css);
    this.#host = host;
    this.#config = config;
    this.#frame = document.createElement("iframe");
    this.#frame.setAttribute("sandbox", "allow-scripts allow-same-origin");
    if (url) {
      this.#frame.src = url; // before it is in the page, or it would load an empty document first
      this.#frame.addEventListener("load", () => this.#connect(url.origin)); // a move loads it again
    }
    this.#container = document.createElement(mode === "dialog" ? "dialog" : "div");
    this.#container.className = "frame";
    this.#container.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.#send?.("escape");
    });
    this.#container.append(this.#frame);
    root.append(this.#container);
    const message = url
      ? `${url}: no answer within ${FRAME_TIMEOUT_MS / 1000} seconds; its rapport-allowed-origins must list ${origin}`
      : `embed-src: ${embedSrc ? `found ${JSON.stringify(embedSrc)}` : "missing"}, expected an http URL`;
    this.#startTimeout = () => {
      clearTimeout(this.#timeout);
      this.#timeout = setTimeout(() => this.#fail(new Error(message)), url ? FRAME_TIMEOUT_MS : 0);
    };
    this.#startTimeout();
  }

  update(config) {
    if ((config.attributes.mode === "dialog") !== (this.#container.localName === "dialog")) {
      const root = this.#container.parentNode;
      this.unmount();
      this.mount(root, this.#host, config);
      return;
    }
    this.#config = config;
    this.#send?.("update", { ...this.#withInheritedStyle(config), revision: ++this.#revision });
  }

  unmount() {
    clearTimeout(this.#timeout);
    this.#disconnect();
    this.#container.remove();
  }

  submit() {
    this.#send?.("submit");
  }

  close() {
    this.#send?.("close", { revision: ++this.#revision });
  }

  reset() {
    this.#send?.("reset");
  }

  restoreDraft(draft) {
    if (this.#send) {
      this.#send("restoreDraft", { draft });
    } else {
      // #connect() sends it once the frame has loaded.
      this.#state = { ...this.#state, formControl: { ...this.#state.formControl, draft } };
    }
  }

  // The page has no time left to ask the frame, so the frame's last state counts.
  unload() {
    const { formControl, states } = this.#state;
    const isShown = this.#isOpen || this.#container.localName !== "dialog" || states === "sending";
    if (formControl.result && isShown && states !== "sent") {
      this.#host.emit("rapport-dismiss", { reason: "unload", result: formControl.result });
    }
  }

  #connect(frameOrigin) {
    const { port1, port2 } = new MessageChannel();
    const { draft } = this.#state.formControl;
    this.#disconnect();
    this.#startTimeout();
    this.#port = port1;
    const send = connect(port1, {
      ready: () => clearTimeout(this.#timeout),
      loaded: () => {
        this.#send = send;
        this.update(this.#config);
        draft && this.restoreDraft(draft);
      },
      state: ({ state }) => this.#show(Object(state)),
      event: ({ name, detail, token }) => this.#emit(name, Object(detail), token),
      height: ({ height }) => this.#setHeight(Math.ceil(height)),
      fail: ({ code, message, answers }) => this.#fail({ code, message, answers }),
    });
    this.#frame.contentWindow.postMessage(GREETING, frameOrigin, [port2]);
  }

  #disconnect() {
    this.#port?.close();
    this.#port = this.#send = undefined;
    this.#container.open && this.#container.close();
  }

  #setHeight(height) {
    if (height >= 0 && height < Infinity && this.#frame.height !== String(height)) {
      this.#frame.height = height;
    }
  }

  #show(state) {
    const { states, title, revision } = state;
    if (revision === this.#revision) {
      this.#isOpen = Boolean(state.open && this.#config.attributes.open);
    }
    this.#state = { ...EMPTY_STATE, ...state, formControl: checkedFormControl(state.formControl) };
    if (this.#frame.title !== title) {
      this.#frame.title = String(title ?? "");
    }
    if (this.#container.localName === "dialog" && this.#container.open !== this.#isOpen) {
      this.#isOpen ? this.#container.showModal() : this.#container.close();
      if (this.#isOpen) {
        this.#frame.focus();
        this.#send("focus");
      }
    }
    this.#container.previousElementSibling?.remove(); // the skeleton
    this.#host.reflect(this.#isOpen, String(states));
  }

  // Emits the frame's event here, and sends the listeners' reply to the frame if it waits for one.
  async #emit(name, detail, token) {
    const isRepeated = name === "rapport-ready" && this.#hasEmittedReady; // by the document after a move
    if (!EVENTS.includes(name) || isRepeated) {
      return;
    }
    this.#hasEmittedReady ||= name === "rapport-ready";
    const { prevented, saved } = this.#host.emit(name, detail);
    if (token) {
      try {
        this.#send?.("reply", { token, prevented, saved: await saved });
      } catch (error) {
        this.#send?.("reply", { token, error });
      }
    }
  }

  #fail(error) {
    this.unmount();
    this.#host.fail(error);
  }

  // Adds the styles that a frame does not inherit: the colour scheme, and the custom properties.
  #withInheritedStyle({ attributes, ...config }) {
    const { host } = this.#container.getRootNode();
    const style = getComputedStyle(host);
    const theme = isDark(host) ? "dark" : "light";
    return {
      config: { ...config, attributes: { ...attributes, theme } },
      customProperties: Object.fromEntries(CUSTOM_PROPERTIES.map((name) => [name, style.getPropertyValue(name)])),
    };
  }
}
