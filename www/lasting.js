// The form as a page has it: it outlives the program that runs it. Each form has an instance of the program to itself,
// whose memory goes with it, and which takes no other form along when it crashes.
import { words } from "./plain.js";
import { turn } from "./promises.js";

const CRASHES = 3; // that a form comes back from

// A program's functions, of which none throws: what goes wrong in one ends the program, and is told once. From then on
// they do nothing; the glue expects a list of some.
function guarded(exports, crash) {
  let live = true;
  const guard = (run) => (...given) => {
    try {
      return live ? run(...given) : [];
    } catch (error) {
      const first = live;
      live = false;
      first && crash(error);
      return [];
    }
  };
  return Object.fromEntries(
    Object.entries(exports).map(([name, value]) => [name, typeof value === "function" ? guard(value) : value]),
  );
}

// A form in a program of its own: `fresh` makes one, with its functions guarded. It goes on from a memory, if there is
// one.
export async function begin(fresh, memory) {
  const feedback = new Lasting(fresh, memory);
  await feedback.start();
  return feedback;
}

class Lasting {
  #fresh;
  #form; // the program's side, while that lives
  #memory; // what the form was after the last action
  #drawn = false; // whether the program has drawn anything: before, nothing can be asked of it
  #calls; // what waits for the form to come back
  #told = false; // what the host made of the last result: it had no part in one that it has not heard of
  #revives; // whether the memory still waits to be gone on from
  #reopens = false; // whether the dialog showed when its program crashed
  #crashes = 0;
  #root; // while it is in the page
  #host;
  #given;
  #isOpen = false;
  #isReady = false;

  constructor(fresh, memory) {
    this.#fresh = fresh;
    this.#memory = memory;
    this.#revives = Boolean(memory);
  }

  async start() {
    let form;
    let crashed;
    const crash = (error) => {
      crashed = error;
      form && form === this.#form && this.#crash(error);
    };
    form = await this.#fresh((exports) => guarded(exports, crash));
    if (crashed) {
      throw crashed;
    }
    await turn();
    this.#form = form;
    // Out of the page it only waits to hear what became of a result.
    const waits = this.#host && this.#memory?.phase === "sending";
    (this.#root || waits) && this.#attach();
  }

  mount(root, host, given) {
    [this.#root, this.#host] = [root, host];
    this.#calls ? this.update(given) : (this.#given = given);
    this.#attach();
  }

  update(given) {
    this.#call((form) => {
      this.#given = given;
      form.update(given);
    });
  }

  unmount() {
    this.#root = undefined;
    this.#form?.unmount();
  }

  submit() {
    this.#call((form) => this.#drawn && form.submit());
  }

  close() {
    this.#call((form) => form.close());
  }

  unload() {
    this.#form?.unload();
  }

  reset() {
    this.#call((form) => form.reset());
  }

  resume(draft) {
    this.#call((form) => form.resume(draft));
  }

  toFHIR(context) {
    return this.#ask((form) => form.toFHIR(context));
  }

  get outcome() {
    return this.#ask((form) => form.outcome);
  }

  get result() {
    return this.#ask((form) => form.result);
  }

  get complete() {
    return this.#ask((form) => form.complete);
  }

  get entry() {
    return this.#ask((form) => form.entry);
  }

  #call(call) {
    this.#calls ? this.#calls.push(call) : call(this.#form);
  }

  // Undefined where it can't be asked, or crashes at that.
  #ask(question) {
    const said = this.#drawn && question(this.#form);
    return this.#drawn ? said : undefined;
  }

  // The first drawing has a turn of its own. Later ones, as when the element is moved, come at once.
  async #attach() {
    const form = this.#form;
    if (!form) {
      return;
    }
    form.attach(this.#voice(form), this.#given);
    this.#revives && this.#form?.revive(this.#memory, this.#told);
    this.#revives &&= this.#form !== form;
    this.#root || form.unmount();
    this.#drawn || (await turn());
    if (this.#root && form === this.#form) {
      const calls = this.#calls ?? [];
      [this.#drawn, this.#calls] = [true, undefined];
      form.mount(this.#root);
      calls.forEach((call) => this.#call(call));
      await turn();
      form.prepare();
    }
  }

  // What the program may do to the element, while it lives: what still runs of one that crashed ends here. The host
  // hears of a form that came back what it did not hear before.
  #voice(form) {
    const host = this.#host;
    const still = () => {
      if (form !== this.#form) {
        throw new Error("crashed");
      }
    };
    return {
      emit: (name, detail) => {
        still();
        const again = { "rapport-ready": this.#isReady, "rapport-open": this.#reopens }[name];
        this.#isReady ||= name === "rapport-ready";
        this.#reopens &&= name !== "rapport-open";
        const said = again ? undefined : host.emit(name, detail);
        this.#told = name === "rapport-submit" ? said : this.#told;
        still();
        return said;
      },
      reflect: (open, states) => {
        still();
        this.#isOpen = open;
        this.#reopens &&= open;
        this.#drawn && host.reflect(open, states);
      },
      hold: (memory) => {
        if (!this.#revives) {
          this.#told = memory.result?.attempt === this.#memory?.result?.attempt && this.#told;
          this.#crashes = memory.phase === "sent" ? 0 : this.#crashes;
          this.#memory = memory;
        }
      },
      keep: host.keep,
      recall: host.recall,
    };
  }

  // The host hears of it once what runs has ended.
  #crash(error) {
    const active = this.#root?.getRootNode().activeElement;
    this.#form = undefined;
    this.#drawn = false;
    this.#calls ??= [];
    this.#revives = Boolean(this.#memory);
    this.#reopens = this.#isOpen;
    queueMicrotask(() => this.#recover(error, active?.dataset.place));
  }

  async #recover(error, place) {
    const answers = this.#memory?.result?.answers.map(({ item, value }) => [item, value]);
    const crashed = { code: "crashed", message: words(error), answers: Object.fromEntries(answers ?? []) };
    const fail = (error) => this.#host.fail({ ...error, memory: this.#memory });
    if (++this.#crashes > CRASHES) {
      fail(crashed);
      return;
    }
    this.#root && this.#host.emit("rapport-error", { ...crashed, fatal: false, problems: [] });
    try {
      await this.start();
    } catch (error) {
      fail({ ...crashed, message: words(error) });
    }
    // Once the view is drawn.
    setTimeout(() => place && this.#root?.querySelector(`[data-place="${place}"]`)?.focus());
  }
}
