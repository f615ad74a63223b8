// Records the answers that are given before the module runs, and shows them. The module replays the gestures through
// its own rules; those here are the same, so that the values shown stay.
import { isResponse, snap } from "./content.js";
import { updateItem } from "./draw.js";
import { draggedValue, isActivation, isRtl, pointerHit, thumbDrag } from "./pointer.js";
import { NOT_APPLICABLE } from "../answers.js";

// Time after a pointer lifted in which a move may still belong to it: LATE_MS of src/form/slider.rs.
const LATE_MS = 1000;

const isRange = (control) => control.type === "range";

// Returns the control that an event is about. A press on a label is one on its button.
function controlOf({ target }) {
  const control = target.closest("label")?.querySelector("input") ?? target;
  return control.matches("input[data-index]") ? control : undefined;
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
  #ignoresMidpoint; // whether only moves to the midpoint are ignored: a screen reader activated a slider
  #onCommit;

  // `onCommit` is called after each change of an answer.
  constructor(content, onCommit) {
    this.#onCommit = onCommit;
    this.shownAt = performance.now();
    this.#content = content;
  }

  // Takes the entries with which the form starts. Answers that the respondent gave since stay, and one in the making.
  start(entries) {
    const held = this.isHolding && this.#gesture.item.index;
    entries.forEach(({ response, ...entry }, index) => {
      if (!this.#given[index] && index !== held) {
        this.responses[index] = this.#committed[index] = response;
        this.#entries[index] = { changes: 0, ...entry };
      }
    });
  }

  // Shows the responses in the drawn form, whose items are those of `content`, and listens to it unless it is disabled.
  listen(panel, content, signal) {
    this.#panel = panel;
    this.#content = content;
    if (this.#gesture) {
      this.#gesture.item = this.#item(this.#gesture.control);
      (content.disabled || !this.#gesture.control.isConnected) && this.#cancel();
    }
    content.items.forEach(({ index }) => this.#show(index));
    const listeners = !content.disabled && {
      pointerdown: (event) => this.#pressPointer(event),
      pointerup: (event) => this.#liftPointer(event),
      pointercancel: ({ isPrimary }) => this.#cancel(isPrimary ? "pointercancel" : "pinchend"),
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

  // Returns whether a pointer is down on a control.
  get isHolding() {
    return this.#gesture && !this.#gesture.liftedAt;
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
    const hit = isRange(control) && pointerHit(event, control);
    if (hit && isActivation(event, hit)) {
      // Only an unanswered slider is answered.
      this.#record("activate", item);
      this.#gesture = undefined;
      this.#ignore(LATE_MS, true);
      this.responses[item.index] === undefined && this.#respond(item, item.scale.midpoint, "keyboard");
      this.#commit(item);
    } else if (event.button === 0) {
      const input = ["touch", "pen"].includes(event.pointerType) ? event.pointerType : "mouse";
      const drag = hit && thumbDrag(item.scale, this.responses[item.index], hit);
      this.#gesture = { item, control, input, drag };
      this.#ignore(-Infinity);
      // The module does not decide again whether the press drags the thumb: it may have another answer by then.
      this.#record("pointerdown", item, { input, ...(drag && { ...hit, start: drag.start }) });
    }
  }

  #liftPointer(event) {
    if (!event.isPrimary) {
      this.#cancel("pinchend");
      return;
    }
    const control = controlOf(event);
    const gesture = this.#gesture;
    if (!control || event.button !== 0 || this.#item(control) !== gesture?.item) {
      return;
    }
    const { item, input, drag, hasMoved } = gesture;
    const tap = isRange(control) && !hasMoved && !drag && pointerHit(event, control);
    gesture.liftedAt = performance.now();
    gesture.hasMoved = true;
    this.#record("pointerup", item, tap);
    const { min, max } = item.scale;
    tap && this.#respond(item, snap(item.scale, min + tap.fraction * (max - min)), input);
    this.#commit(item);
  }

  // A press that becomes another gesture is reverted.
  #cancel(type = "pointercancel", ignoredMs = LATE_MS) {
    this.#record(type);
    this.#ignore(ignoredMs);
    if (this.#gesture) {
      const { index } = this.#gesture.item;
      this.#gesture = undefined;
      this.responses[index] = this.#committed[index];
      this.#entries[index].changes || (this.#entries[index].firstInteractionMs = null);
      this.#show(index);
    }
  }

  #ignore(ms, ignoresMidpoint) {
    this.#ignoredUntil = performance.now() + ms;
    this.#ignoresMidpoint = ignoresMidpoint;
  }

  // Returns whether a move of a slider by the browser belongs to another gesture than a drag.
  #isIgnored({ midpoint, step }, raw) {
    const isElsewhere = Math.abs(raw - midpoint) > step; // browsers round to either side
    return performance.now() <= this.#ignoredUntil && !(isElsewhere && this.#ignoresMidpoint);
  }

  #isHeld(item) {
    return this.#gesture?.item === item && !(performance.now() - this.#gesture.liftedAt > LATE_MS);
  }

  #input(event) {
    const control = controlOf(event);
    if (!control) {
      return;
    }
    const item = this.#item(control);
    const isHeld = event.isTrusted && this.#isHeld(item);
    const input = isHeld ? this.#gesture.input : event.isTrusted ? "keyboard" : "script";
    if (control.value === "na") {
      control.checked ? this.#answer(item, NOT_APPLICABLE, input) : this.#clear(item);
      return;
    }
    const raw = Number(control.value);
    if (isRange(control) && isHeld) {
      const { drag } = this.#gesture;
      this.#gesture.hasMoved = true;
      this.#record("input", item, { value: raw });
      this.#respond(item, drag ? draggedValue(item.scale, drag, raw) : raw, input);
    } else if (isRange(control) && event.isTrusted && this.#isIgnored(item.scale, raw)) {
      this.#show(item.index);
    } else {
      this.#answer(item, raw, input);
    }
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
    if (this.#gesture) {
      this.#gesture.liftedAt ??= performance.now();
    }
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
      const distances = {
        ArrowRight: forwards,
        ArrowLeft: -forwards,
        ArrowUp: step,
        ArrowDown: -step,
        PageUp: tenth,
        PageDown: -tenth,
        Home: -Infinity,
        End: Infinity,
        " ": 0,
      };
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
    this.#record(type, item, { value: response, input });
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
