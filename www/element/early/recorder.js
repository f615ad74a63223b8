// Records the answers that are given before the module runs, and shows them. The module replays the gestures through
// its own rules; those here are the same, so that the values shown stay.
import { isResponse, snap } from "./content.js";
import { updateItem } from "./draw.js";
import { NOT_APPLICABLE } from "../answers.js";

// Time after a pointer lifted in which a move may still belong to it: LATE_MS of src/form/slider.rs.
const LATE_MS = 1000;

const isRange = (control) => control.type === "range";
const isRtl = (control) => Boolean(control.closest("[dir=rtl]"));

// Returns the control that an event is about. A press on a label is one on its button.
function controlOf({ target }) {
  const control = target.closest("label")?.querySelector("input") ?? target;
  return control.matches("input[data-index]") ? control : undefined;
}

// Returns the product of the CSS `zoom` of an element and its ancestors, across shadow roots.
function cssZoom(element) {
  const outer = element.parentElement ?? element.getRootNode().host;
  return (parseFloat(getComputedStyle(element).zoom) || 1) * (outer ? cssZoom(outer) : 1);
}

// Returns the position of a pointer on a slider, as pointer_hit() of src/view/input.rs does.
function pointerHit(event, slider) {
  const { offsetWidth, offsetHeight: thumb } = slider;
  const fraction = Math.min(Math.max((event.offsetX / cssZoom(slider) - thumb / 2) / (offsetWidth - thumb), 0), 1);
  return { fraction: isRtl(slider) ? 1 - fraction : fraction, radius: thumb / 2 / (offsetWidth - thumb) };
}

export class Recorder {
  gestures = []; // still to be replayed
  responses = [];
  #content;
  #panel;
  #committed = [];
  #entries = []; // of the draft, by index
  #given = []; // by index, whether the respondent gave or cleared the answer
  #gesture; // the last press
  #ignoredUntil = -Infinity; // moves during a scroll or a pinch are no answers
  #onCommit;

  // `onCommit` is called after each change of an answer.
  constructor(content, onCommit) {
    this.#onCommit = onCommit;
    this.shownAt = performance.now();
    this.#content = content;
  }

  // Takes the entries with which the form starts. Answers that the respondent gave since stay.
  start(entries) {
    entries.forEach(({ response, ...entry }, index) => {
      if (!this.#given[index]) {
        this.responses[index] = this.#committed[index] = response;
        this.#entries[index] = { changes: 0, ...entry };
      }
    });
  }

  // Listens to the drawn form, whose items are those of `content`.
  listen(panel, content, signal) {
    this.#panel = panel;
    this.#content = content;
    const listeners = {
      pointerdown: (event) => this.#pressPointer(event),
      pointerup: (event) => this.#liftPointer(event),
      pointercancel: ({ isPrimary }) => this.#cancel(isPrimary ? "pointercancel" : "pinchend", LATE_MS),
      keydown: (event) => this.#pressKey(event),
      input: (event) => this.#input(event),
      change: (event) => this.#change(event),
      click: (event) => this.#click(event),
    };
    for (const [type, listener] of Object.entries(listeners)) {
      panel.addEventListener(type, listener, { signal });
    }
  }

  get isTouched() {
    return this.#given.includes(true);
  }

  get hasAnswers() {
    return this.#committed.some((response) => response !== undefined);
  }

  // Returns the entries of a result's answers.
  entries() {
    return this.#content.items.map(({ id: item, index }) => {
      const response = this.#committed[index];
      const entry = this.#entries[index];
      return {
        ...entry,
        item,
        value: typeof response === "number" ? response : null,
        notApplicable: response === NOT_APPLICABLE || undefined, // JSON leaves it out
        input: response === undefined ? null : entry.input,
      };
    });
  }

  #item(control) {
    return this.#content.items[control.dataset.index];
  }

  #record(type, item, details) {
    this.gestures.push({ ms: performance.now(), type, index: item?.index, ...details });
  }

  #pressPointer(event) {
    if (!event.isPrimary) {
      this.#cancel("pinchstart", Infinity);
      return;
    }
    const control = controlOf(event);
    if (!control) {
      return;
    }
    const item = this.#item(control);
    const hit = isRange(control) ? pointerHit(event, control) : undefined;
    const isVirtual = event.width === 0 || (event.pointerType === "mouse" && event.pressure === 0);
    if (hit && isVirtual && Math.abs(hit.fraction - 0.5) < hit.radius / 16) {
      // A screen reader activates the slider. Only an unanswered one is answered.
      if (this.responses[item.index] === undefined) {
        this.#answer(item, item.scale.midpoint, "keyboard");
      }
    } else if (event.button === 0) {
      const input = ["touch", "pen"].includes(event.pointerType) ? event.pointerType : "mouse";
      this.#gesture = { item, input, hasMoved: false, drag: hit && this.#thumbDrag(item, hit) };
      this.#ignoredUntil = -Infinity;
      // The module may have an initial answer there by now: only a press that was on a thumb drags one.
      this.#record("pointerdown", item, { input, ...(this.#gesture.drag && hit) });
    }
  }

  // Returns the drag that a press on the thumb begins.
  #thumbDrag({ index, scale }, { fraction, radius }) {
    const { min, max, step } = scale;
    const start = this.responses[index];
    const isOnThumb = typeof start === "number" && Math.abs(fraction - (start - min) / (max - min)) <= radius;
    const tolerance = step / 2 + (radius / 12) * (max - min);
    return isOnThumb && 0 < fraction && fraction < 1 && { origin: min + fraction * (max - min), start, tolerance };
  }

  #liftPointer(event) {
    if (!event.isPrimary) {
      this.#cancel("pinchend", LATE_MS);
      return;
    }
    const control = controlOf(event);
    const gesture = this.#gesture;
    if (!control || event.button !== 0 || this.#item(control) !== gesture?.item) {
      return;
    }
    const hit = isRange(control) ? pointerHit(event, control) : undefined;
    const isTap = hit && !gesture.hasMoved && !gesture.drag;
    gesture.liftedAt = performance.now();
    gesture.hasMoved = true;
    this.#record("pointerup", gesture.item, hit);
    const { min, max } = gesture.item.scale;
    isTap && this.#respond(gesture.item, snap(gesture.item.scale, min + hit.fraction * (max - min)), gesture.input);
    this.#commit(gesture.item);
  }

  // A press that becomes another gesture is reverted.
  #cancel(type, ignoredMs) {
    this.#record(type);
    this.#ignoredUntil = performance.now() + ignoredMs;
    if (this.#gesture) {
      const { index } = this.#gesture.item;
      this.#gesture = undefined;
      this.responses[index] = this.#committed[index];
      this.#entries[index].changes || (this.#entries[index].firstInteractionMs = null);
      this.#show(index);
    }
  }

  #isHeld(item) {
    const { item: held, liftedAt = Infinity } = this.#gesture ?? {};
    return held === item && !(performance.now() - liftedAt > LATE_MS);
  }

  #input(event) {
    const control = controlOf(event);
    if (!control) {
      return;
    }
    const item = this.#item(control);
    const isHeld = this.#isHeld(item);
    const input = event.isTrusted ? (isHeld ? this.#gesture.input : "keyboard") : "script";
    const given = event.isTrusted && isHeld ? "" : input;
    if (control.value === "na") {
      control.checked ? this.#answer(item, NOT_APPLICABLE, input) : this.#clear(item);
      return;
    }
    const raw = Number(control.value);
    if (!isRange(control)) {
      this.#answer(item, raw, input);
    } else if (event.isTrusted && !isHeld && performance.now() <= this.#ignoredUntil) {
      this.#show(item.index);
    } else {
      this.#record("input", item, { value: raw, input: given });
      this.#respond(item, isHeld ? this.#drag(item, raw) : raw, input);
      given && this.#commit(item);
    }
  }

  // Returns the value of a thumb that is dragged: it keeps its distance to the pointer.
  #drag({ scale }, raw) {
    const { drag } = this.#gesture;
    this.#gesture.hasMoved = true;
    if (!drag) {
      return raw;
    }
    const { origin, start, tolerance } = drag;
    const end = raw > origin ? scale.max : scale.min;
    const isStill = Math.abs(raw - origin) <= tolerance && raw !== end;
    return isStill ? start : snap(scale, start + ((raw - origin) / (end - origin)) * (end - start));
  }

  #change(event) {
    const control = controlOf(event);
    if (!control || !isRange(control)) {
      return;
    }
    const item = this.#item(control);
    const raw = Number(control.value);
    if (raw !== (this.responses[item.index] ?? item.scale.midpoint)) {
      this.#input(event); // a move that is reported by `change` alone
    }
    this.#record("change", item);
    this.#commit(item);
  }

  #pressKey(event) {
    const control = controlOf(event);
    if (!control || event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    const item = this.#item(control);
    const { key } = event;
    if (["Delete", "Backspace"].includes(key)) {
      this.#clear(item);
    } else if (isRange(control)) {
      const { min, max, step, midpoint } = item.scale;
      const response = this.responses[item.index];
      const tenth = Math.max((max - min) / 10, step);
      const forwards = isRtl(control) ? -step : step;
      const moves = { ArrowRight: forwards, ArrowLeft: -forwards, ArrowUp: step, ArrowDown: -step, PageUp: tenth };
      const distances = { ...moves, PageDown: -tenth, Home: -Infinity, End: Infinity, " ": 0 };
      if (!Object.hasOwn(distances, key)) {
        return;
      }
      const isConfirmation = key === " " && response !== undefined;
      const from = typeof response === "number" ? response : midpoint;
      isConfirmation || this.#answer(item, snap(item.scale, from + distances[key]), "keyboard");
    } else {
      return;
    }
    event.preventDefault();
  }

  // Clears an answer by its button. The focus moves to the control, because the button disappears.
  #click({ target }) {
    const button = target.closest("button[data-index]");
    if (button) {
      button.parentElement.querySelector("input").focus();
      this.#clear(this.#item(button));
    }
  }

  // Gives a whole answer at once.
  #answer(item, response, input) {
    const type = response === NOT_APPLICABLE ? response : "input";
    this.#record(type, item, { value: type === "input" ? response : 0, input });
    if (!item.scale.points) {
      this.#gesture = undefined;
    }
    this.#respond(item, response, input);
    this.#commit(item);
  }

  #clear(item) {
    this.#record("clear", item);
    this.responses[item.index] = undefined;
    this.#show(item.index);
    this.#commit(item);
  }

  #respond(item, response, input) {
    if (!isResponse(item, response)) {
      return;
    }
    const entry = this.#entries[item.index];
    entry.input = input;
    entry.firstInteractionMs ??= Math.round(performance.now() - this.shownAt);
    this.responses[item.index] = response;
    this.#show(item.index);
  }

  #commit({ index }) {
    if (this.#committed[index] !== this.responses[index]) {
      this.#committed[index] = this.responses[index];
      this.#entries[index].changes += 1;
      this.#given[index] = true;
      this.#onCommit();
    }
  }

  #show(index) {
    updateItem(this.#panel.querySelectorAll(".item")[index], this.responses[index], this.#content.items[index], this.#content);
  }
}
