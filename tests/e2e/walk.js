// A walk at random over all that a client and a host can do to one form, and what has to hold after each step.

// Numbers at random that come again with the same seed.
function random(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

window.walk = async (seed, steps, crashes) => {
  const next = random(seed);
  const below = (count) => Math.floor(next() * count);
  const pick = (list) => list[below(list.length)];
  const element = document.querySelector("rapport-feedback");
  const inside = (selector) => [...element.shadowRoot.querySelectorAll(selector)];
  const rest = (ms = 0) => new Promise((done) => setTimeout(done, ms));
  const fire = (target, type, Kind = Event, more = {}) =>
    target.dispatchEvent(new Kind(type, { bubbles: true, composed: true, cancelable: true, ...more }));

  // What the client sees of each item; undefined while no items show.
  const seen = () => {
    const items = inside("[data-item]").filter((item) => item.querySelector("input"));
    return items.length === 0
      ? undefined
      : items.map((item) => {
          const slider = item.querySelector("input[type=range]");
          const chosen = item.querySelector("input[type=radio]:checked, [aria-checked=true]");
          return [item.dataset.item, item.classList.contains("unset"), slider ? Number(slider.value) : Boolean(chosen)];
        });
  };
  let shown = seen();
  let idle = 0; // for how many steps nothing was asked
  const sent = new Set();
  const log = [];
  const wrong = (what) => {
    throw new Error(`seed ${seed}, after ${log.slice(-12).join(", ")}: ${what}`);
  };
  const problems = [];
  const agrees = (answers, by) => {
    for (const [place, [item, unset, value]] of (shown ?? []).entries()) {
      const answer = answers[place];
      if (answer.item !== item || (answer.value === null) !== unset) {
        problems.push(`${by} has ${JSON.stringify(answer)} where ${item} was shown ${unset ? "unset" : value}`);
      } else if (typeof value === "number" && !unset && answer.value !== value) {
        problems.push(`${by} has ${answer.value} for ${item}, which showed ${value}`);
      }
    }
  };
  const submitted = (event) => {
    const { id, attempt, answers } = event.detail;
    const name = `${id} ${attempt}`;
    sent.has(name) && problems.push(`${name} was sent twice`);
    sent.add(name);
    agrees(answers, "the result");
    const said = below(5);
    said === 0 && event.preventDefault();
    said === 1 && event.waitUntil(rest(below(8)));
    said === 2 && event.waitUntil(rest(below(8)).then(() => Promise.reject(new Error("full"))));
  };
  const dismissed = ({ detail }) => detail.result && agrees(detail.result.answers, "what was left");
  element.addEventListener("rapport-submit", submitted);
  element.addEventListener("rapport-dismiss", dismissed);

  const slide = () => {
    const slider = pick(inside("input[type=range]"));
    if (slider && !slider.disabled) {
      const pointer = { pointerType: pick(["mouse", "touch", "pen"]), pointerId: 1, isPrimary: true };
      fire(slider, "pointerdown", PointerEvent, pointer);
      for (let moves = below(3); moves >= 0; moves -= 1) {
        slider.value = below(101);
        fire(slider, "input");
      }
      fire(slider, "change");
      fire(slider, "pointerup", PointerEvent, pointer);
    }
  };
  const KEYS = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "PageUp", "PageDown", "Home", "End", "Delete", " ", "Enter", "x"];
  const acts = {
    slide,
    again: slide,
    key: () => pick(inside("input"))?.dispatchEvent(new KeyboardEvent("keydown", { key: pick(KEYS), bubbles: true, composed: true, cancelable: true })),
    cancel: () => {
      const slider = pick(inside("input[type=range]"));
      slider && fire(slider, "pointerdown", PointerEvent, { pointerType: "touch", pointerId: 2 });
      slider && fire(slider, "pointercancel", PointerEvent, { pointerType: "touch", pointerId: 2 });
    },
    button: () => pick(inside("button"))?.click(),
    choose: () => pick(inside("input[type=radio]"))?.click(),
    submit: () => element.submit(),
    send: () => inside("[part~=submit]")[0]?.click(),
    reset: () => below(4) || element.reset(),
    open: () => element.open(),
    close: () => below(4) || element.close(),
    look: () => element.setAttribute("lang", pick(["en", "de", "ar", "zh", "x"])),
    switch: () => element.toggleAttribute(pick(["review", "required", "disabled", "show-value"]), below(4) === 0),
    mode: () => below(3) || element.setAttribute("mode", pick(["inline", "dialog"])),
    data: () => {
      element.history = pick([[], [{ total: 50 }], [{ total: 1 / 0 }], "x", null]);
    },
    leave: () => fire(window, "pagehide", PageTransitionEvent),
    away: async () => {
      element.remove();
      await rest();
      document.body.append(element);
    },
    crash: () => {
      if (crashes && below(12) === 0) {
        crashes -= 1;
        window.ruin();
      }
    },
  };
  for (let step = 0; step < steps; step += 1) {
    const name = pick(Object.keys(acts));
    log.push(name);
    await acts[name]();
    await rest(name === "crash" ? 20 : 0);
    problems.length && wrong(problems.join("; "));
    shown = seen() ?? (name === "reset" ? undefined : shown);
    // What has ended, or is closed, begins again before long.
    idle = seen() ? 0 : idle + 1;
    if (idle === 5) {
      element.reset();
      element.open();
      await rest();
      shown = seen();
    }
    const now = seen();
    if (now && element.outcome && now.filter(([, unset]) => !unset).length !== element.outcome.answered) {
      wrong(`${element.outcome.answered} answers, and shown are ${JSON.stringify(now)}`);
    }
  }
  element.removeEventListener("rapport-submit", submitted);
  element.removeEventListener("rapport-dismiss", dismissed);
  await rest(20);
  return { sent: sent.size, heard: window.heard.length };
};
