// The isolated build: the form lives in a frame of another origin, and this side hears what that side tells.
import { GREETING, talk } from "../channel.js";
import css from "../isolated.css";

const PATIENCE = 10; // seconds for a frame to answer
const EVENTS = ["ready", "open", "input", "change", "submit", "saved", "save-failed", "dismiss", "error"].map(
  (name) => `rapport-${name}`,
);
const LOOKS = ["accent", "surface", "text", "radius", "font", "gap", "slider-size"].map((name) => `--rapport-${name}`);
const NOTHING = { outcome: null, result: null, complete: false, entry: {} };

export const load = async () => async () => new Feedback();

let sheet;

// Where the frame's page lies; undefined where that is no page on a server.
function address(src) {
  try {
    const from = new URL(src || new URL("embed.html", import.meta.url), document.baseURI);
    return /^https?:$/.test(from.protocol) ? from : undefined;
  } catch {
    return undefined;
  }
}

// What a frame says of its form, as far as it is that.
function checked(entry) {
  const { result, draft, missing } = Object(entry);
  const says = Array.isArray(missing) && Number.isInteger(missing[0]) && typeof missing[1] === "string" && missing[1];
  return { result, draft, missing: says ? missing : null };
}

class Feedback {
  #host;
  #panel; // what holds the frame: a dialog, where the form is one
  #frame;
  #port;
  #send;
  #expect; // waits for an answer of the frame
  #waiting;
  #given;
  #shown = NOTHING;
  #open = false;
  #turn = 0; // how often the frame was told what to be: what it shows may be of before
  #isReady = false;
  #dark = matchMedia("(prefers-color-scheme: dark)");

  get outcome() {
    return this.#shown.outcome;
  }

  get result() {
    return this.#shown.result;
  }

  get complete() {
    return this.#shown.complete;
  }

  get entry() {
    return this.#shown.entry;
  }

  // The frame has the form: nothing here can say it at once.
  toFHIR() {
    return null;
  }

  mount(root, host, given) {
    if (!sheet) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
    }
    const tree = root.getRootNode();
    tree.adoptedStyleSheets = [...new Set([...tree.adoptedStyleSheets, sheet])];
    const from = address(given.embedSrc);
    this.#host = host;
    this.#frame = document.createElement("iframe");
    this.#frame.setAttribute("sandbox", "allow-scripts allow-same-origin");
    if (from) {
      this.#frame.src = from; // before it is in the page, where it would first load an empty document
      this.#frame.addEventListener("load", () => this.#connect(from.origin)); // again after a move
    }
    this.#panel = document.createElement(given.mode === "dialog" ? "dialog" : "div");
    this.#panel.className = "frame";
    this.#panel.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.#send?.("escape");
    });
    this.#panel.append(this.#frame);
    root.append(this.#panel);
    this.#given = given;
    this.#dark.onchange = () => this.update(this.#given);
    const silent = from ? `${from} did not answer: does its rapport-hosts name ${origin}?` : "embed-src is no address";
    this.#expect = () => {
      clearTimeout(this.#waiting);
      this.#waiting = setTimeout(() => this.#fail(new Error(silent)), from ? PATIENCE * 1000 : 0);
    };
    this.#expect();
  }

  update(given) {
    if ((given.mode === "dialog") !== (this.#panel.tagName === "DIALOG")) {
      const root = this.#panel.parentNode;
      this.unmount();
      this.mount(root, this.#host, given);
      return;
    }
    this.#given = given;
    this.#send?.("update", { given: this.#whole(), turn: ++this.#turn });
  }

  unmount() {
    clearTimeout(this.#waiting);
    this.#dark.onchange = null;
    this.#part();
    this.#panel.remove();
  }

  // The frame is gone, or another document is in it.
  #part() {
    this.#port?.close();
    this.#port = this.#send = undefined;
    this.#panel.open && this.#panel.close();
  }

  submit() {
    this.#send?.("submit");
  }

  close() {
    this.#send?.("close", { turn: ++this.#turn });
  }

  reset() {
    this.#send?.("reset");
  }

  resume(draft) {
    if (this.#send) {
      this.#send("resume", { draft });
    } else {
      this.#shown = { ...this.#shown, entry: { ...this.#shown.entry, draft } }; // for when there is a frame
    }
  }

  // The page goes: there is no time to ask the frame.
  unload() {
    const { entry, states } = this.#shown;
    const shows = this.#open || this.#panel.tagName !== "DIALOG" || states === "sending";
    if (entry.result && shows && states !== "sent") {
      this.#host.emit("rapport-dismiss", { reason: "unload", result: entry.result });
    }
  }

  #connect(origin) {
    const { port1, port2 } = new MessageChannel();
    const { draft } = this.#shown.entry;
    this.#part();
    this.#expect();
    this.#port = port1;
    const send = talk(port1, {
      hello: () => clearTimeout(this.#waiting),
      loaded: () => {
        this.#send = send;
        this.update(this.#given);
        draft && this.resume(draft);
      },
      shown: ({ shown }) => this.#show(Object(shown)),
      tell: ({ name, detail, token }) => this.#tell(name, detail, token),
      height: ({ height }) => this.#grow(Math.ceil(height)),
      fail: ({ code, message, answers }) => this.#fail({ code, message, answers }),
    });
    this.#frame.contentWindow.postMessage(GREETING, origin, [port2]);
  }

  #grow(height) {
    if (height >= 0 && height < Infinity && this.#frame.height !== String(height)) {
      this.#frame.height = height;
    }
  }

  #show(shown) {
    const { states, title, turn } = shown;
    this.#open = turn === this.#turn ? Boolean(shown.open && this.#given.open) : this.#open;
    this.#shown = { ...NOTHING, ...shown, entry: checked(shown.entry) };
    if (this.#frame.title !== title) {
      this.#frame.title = String(title ?? "");
    }
    if (this.#panel.tagName === "DIALOG" && this.#panel.open !== this.#open) {
      this.#open ? this.#panel.showModal() : this.#panel.close();
      if (this.#open) {
        this.#frame.focus();
        this.#send("focus");
      }
    }
    this.#panel.previousElementSibling?.remove(); // the skeleton
    this.#host.reflect(this.#open, String(states));
  }

  // What the listeners here make of an event, the frame hears of.
  #tell(name, detail, token) {
    const again = name === "rapport-ready" && this.#isReady; // in the frame that a move made anew
    if (!EVENTS.includes(name) || again) {
      return;
    }
    this.#isReady ||= name === "rapport-ready";
    const answer = this.#host.emit(name, Object(detail));
    const settle = (how, message) => token && this.#send?.("settle", { token, how, message });
    answer?.then
      ? answer.then(() => settle("saved"), (message) => settle("failed", message))
      : settle(answer === false ? "refused" : "taken");
  }

  #fail(error) {
    this.unmount();
    this.#host.fail(error);
  }

  // A frame inherits neither looks nor what the client's system prefers.
  #whole() {
    const root = this.#panel.getRootNode();
    const style = getComputedStyle(root.host);
    const looks = Object.fromEntries(LOOKS.map((name) => [name, style.getPropertyValue(name)]));
    const prefers = this.#dark.matches ? "dark" : "light";
    return { ...this.#given, theme: ["light", "dark"].includes(this.#given.theme) ? this.#given.theme : prefers, looks };
  }
}
