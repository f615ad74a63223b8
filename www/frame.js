// Inside the frame of an isolated form: the program, and the other end of the port. It answers one page only, the one
// that embeds it, and only if embed.html names that page's origin.
import { load } from "rapport-build";
import { GREETING, talk } from "./channel.js";
import { keep, recall } from "./drawer.js";
import css from "./element.css";
import { plain, words } from "./plain.js";

const said = (name) => document.querySelector(`meta[name="${name}"]`)?.content.trim() ?? "";
const HOSTS = said("rapport-hosts").split(/\s+/);
const SAVE = said("rapport-save");
const PATIENCE = 30; // seconds

const element = document.body.appendChild(document.createElement("div"));
const shadow = element.attachShadow({ mode: "open" });
const root = shadow.appendChild(document.createElement("div"));
root.className = "root";
adopt(document, "html, body { margin: 0 }");
adopt(shadow, css);

addEventListener("message", greet);

function adopt(tree, css) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  tree.adoptedStyleSheets.push(sheet);
}

function greet({ source, origin, data, ports }) {
  if (source === parent && HOSTS.includes(origin) && data === GREETING && ports.length === 1) {
    removeEventListener("message", greet);
    serve(ports[0]);
  }
}

async function serve(port) {
  const settles = new Map();
  const answered = new Map();
  let drawers = "";
  let turn = 0;
  let last;
  let feedback;
  let send;
  let submits = 0;

  const host = {
    fail,
    keep: (drawer, draft) => keep(drawer + drawers, draft),
    recall: (drawer) => recall(drawer + drawers),
    emit(name, detail) {
      if (detail.reason === "unload") {
        return undefined; // that page hears by itself that it goes
      }
      if (SAVE) {
        return save(name, detail);
      }
      const token = name === "rapport-submit" ? ++submits : undefined;
      const settled = token && new Promise((...settle) => settles.set(token, settle));
      send("tell", { name, detail, token });
      return settled;
    },
    reflect(open, states) {
      const { outcome, result, complete, entry } = feedback;
      const told = SAVE ? {} : { outcome, result, entry };
      const title = root.querySelector("#title")?.textContent;
      states === "unset" && answered.clear(); // it begins, or has begun again
      const shown = { open, states, title, complete, turn, ...told };
      // How often something is told would tell how far a value moved.
      const now = SAVE && JSON.stringify(shown);
      if (!SAVE || now !== last) {
        send("shown", { shown });
      }
      last = now;
    },
  };

  function fail(error) {
    send("fail", { code: error?.code, message: words(error), answers: SAVE ? undefined : error?.answers });
  }

  // The answers go to this origin's own server, and the page outside hears of them without what they are. How often a
  // value moves would tell how far.
  function save(name, detail) {
    const again = name === "rapport-change" && answered.get(detail.item) === (detail.value !== null);
    if (name === "rapport-input" || again) {
      return undefined;
    }
    name === "rapport-change" && answered.set(detail.item, detail.value !== null);
    const { item, id, attempt, status, sessionId, instrument, version, reason, message, code, fatal, problems } = detail;
    const told = { item, id, attempt, status, sessionId, instrument, version, reason, message, code, fatal, problems };
    const given = Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined));
    send("tell", { name, detail: given });
    return name === "rapport-submit" ? store(detail) : undefined;
  }

  let mounted = false;
  send = talk(port, {
    update: ({ given, turn: now }) => {
      const data = read(given);
      turn = now;
      look(data);
      // A draft of one definition is not read by another: what it refuses would tell what is in it.
      drawers = SAVE && JSON.stringify([data.properties.instrument, data.script?.instrument]);
      mounted ? feedback.update(data) : feedback.mount(root, host, data);
      mounted = true;
    },
    submit: () => feedback.submit(),
    close: ({ turn: now }) => {
      turn = now;
      feedback.close();
    },
    escape: () => root.querySelector("dialog")?.dispatchEvent(new Event("cancel", { cancelable: true })),
    reset: () => feedback.reset(),
    // Once there is a picture: before, what is in a frame that did not show takes no focus.
    focus: () => requestAnimationFrame(() => root.querySelector("#title")?.focus()),
    resume: ({ draft }) => feedback.resume(plain(draft)),
    settle: ({ token, how, message }) => {
      const [resolve, reject] = settles.get(token) ?? [];
      settles.delete(token);
      how === "failed" ? reject?.(String(message)) : resolve?.({ saved: [], taken: null, refused: false }[how]);
    },
  });
  send("hello");
  try {
    const begin = await load();
    feedback = await begin();
  } catch (error) {
    fail(error);
    return;
  }
  new ResizeObserver(() => send("height", { height: root.getBoundingClientRect().height })).observe(root);
  addEventListener("pagehide", () => feedback.unload());
  send("loaded");
}

// What the page gives, within the bounds that it has there. Where answers are not to be known, neither is how an answer
// is worded: a frame's height would tell.
function read(given) {
  const { properties, script, ...rest } = Object(given);
  const data = { ...Object(plain(rest)), script: plain(script), properties: {} };
  for (const [name, value] of Object.entries(Object(properties))) {
    data.properties[name] = plain(value);
  }
  for (const strings of SAVE ? [data.properties.strings, data.script?.strings] : []) {
    ["value", "valueAt", "valueNear"].forEach((key) => strings && delete strings[key]);
  }
  return data;
}

// Looks that a frame does not inherit.
function look({ theme, looks }) {
  element.setAttribute("theme", theme);
  for (const [name, value] of Object.entries(Object(looks))) {
    name.startsWith("--rapport-") && element.style.setProperty(name, value);
  }
}

async function store(result) {
  const body = JSON.stringify(result);
  const response = await fetch(SAVE, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body,
    redirect: "error", // a page that asks to log in is not where it was stored
    keepalive: body.length < 5e4, // so that it outlives the page; browsers refuse it for more than 64 KiB
    signal: AbortSignal.timeout(PATIENCE * 1000),
  }).catch((error) => Promise.reject(words(error)));
  if (!response.ok) {
    throw `the server said ${response.status}`;
  }
}
