// Random actions of a respondent and a host page on one form, with the invariants after each.

// Returns a generator of reproducible random numbers.
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
  const queryAll = (selector) => [...element.shadowRoot.querySelectorAll(selector)];
  const sleep = (ms = 0) => new Promise((done) => setTimeout(done, ms));
  const fire = (target, type, Kind = Event, more = {}) =>
    target.dispatchEvent(new Kind(type, { bubbles: true, composed: true, cancelable: true, ...more }));

  // Returns the shown state of each item; undefined while no items show.
  const readItems = () => {
    const items = queryAll("[data-item]").filter((item) => item.querySelector("input"));
    return items.length === 0
      ? undefined
      : items.map((item) => {
          const slider = item.querySelector("input[type=range]");
          const chosen = item.querySelector("input[type=radio]:checked, [aria-checked=true]");
          return [item.dataset.item, item.classList.contains("unanswered"), slider ? Number(slider.value) : Boolean(chosen)];
        });
  };
  let shown = readItems();
  let idle = 0; // steps without items
  const sent = new Set();
  const log = [];
  const fail = (message) => {
    throw new Error(`seed ${seed}, after ${log.slice(-12).join(", ")}: ${message}`);
  };
  const problems = [];
  const compare = (answers, source) => {
    for (const [index, [item, unanswered, value]] of (shown ?? []).entries()) {
      const answer = answers[index];
      if (answer.item !== item || (answer.value === null) !== unanswered) {
        problems.push(`${source} has ${JSON.stringify(answer)} where ${item} was shown ${unanswered ? "unanswered" : value}`);
      } else if (typeof value === "number" && !unanswered && answer.value !== value) {
        problems.push(`${source} has ${answer.value} for ${item}, which showed ${value}`);
      }
    }
  };
  const submitted = (event) => {
    const { id, attempt, answers } = event.detail;
    const name = `${id} ${attempt}`;
    sent.has(name) && problems.push(`${name} was sent twice`);
    sent.add(name);
    compare(answers, "the result");
    const choice = below(5);
    choice === 0 && event.preventDefault();
    choice === 1 && event.waitUntil(sleep(below(8)));
    choice === 2 && event.waitUntil(sleep(below(8)).then(() => Promise.reject(new Error("full"))));
  };
  const dismissed = ({ detail }) => detail.result && compare(detail.result.answers, "the dismissed result");
  element.addEventListener("rapport-submit", submitted);
  element.addEventListener("rapport-dismiss", dismissed);

  const slide = () => {
    const slider = pick(queryAll("input[type=range]"));
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
  const actions = {
    slide,
    again: slide,
    key: () => pick(queryAll("input"))?.dispatchEvent(new KeyboardEvent("keydown", { key: pick(KEYS), bubbles: true, composed: true, cancelable: true })),
    cancel: () => {
      const slider = pick(queryAll("input[type=range]"));
      slider && fire(slider, "pointerdown", PointerEvent, { pointerType: "touch", pointerId: 2 });
      slider && fire(slider, "pointercancel", PointerEvent, { pointerType: "touch", pointerId: 2 });
    },
    button: () => pick(queryAll("button"))?.click(),
    choose: () => pick(queryAll("input[type=radio]"))?.click(),
    submit: () => element.submit(),
    send: () => queryAll("[part~=submit]")[0]?.click(),
    reset: () => below(4) || element.reset(),
    open: () => element.show(),
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
      await sleep();
      document.body.append(element);
    },
    crash: () => {
      if (crashes && below(12) === 0) {
        crashes -= 1;
        window.overwriteMemory();
      }
    },
  };
  const countsAgree = () => {
    const items = readItems();
    return !items || !element.outcome || items.filter(([, unanswered]) => !unanswered).length === element.outcome.answered;
  };
  for (let step = 0; step < steps; step += 1) {
    const name = pick(Object.keys(actions));
    log.push(name);
    await actions[name]();
    await sleep(name === "crash" ? 20 : 0);
    // On a busy machine Yew draws in a later task.
    for (let tasks = 0; tasks < 20 && !countsAgree(); tasks += 1) {
      await sleep();
    }
    problems.length && fail(problems.join("; "));
    shown = readItems() ?? (name === "reset" ? undefined : shown);
    // A form that has ended, or is closed, starts again.
    idle = readItems() ? 0 : idle + 1;
    if (idle === 5) {
      element.reset();
      element.show();
      await sleep();
      shown = readItems();
    }
    if (!countsAgree()) {
      fail(`${element.outcome.answered} answers, and shown are ${JSON.stringify(readItems())}`);
    }
  }
  element.removeEventListener("rapport-submit", submitted);
  element.removeEventListener("rapport-dismiss", dismissed);
  await sleep(20);
  return { sent: sent.size, events: window.events.length };
};
