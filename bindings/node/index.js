// The scoring core for servers: definitions, results and lines in, verified scores out. It requests and stores nothing.
import { encodeText, toHistoryText, toJsonText, toOptionalJsonText, toWellFormed } from "./json-text.js";
import { bytesOf, concatenate, countLines, piecesOfLines } from "./lines.js";
import { currentInstance, guard } from "./wasm-instance.js";

// An error whose problems are not printed with it: they may contain answers, and errors reach logs. A difference
// expects a score, or the answer to the only item.
class InvalidInput extends Error {
  #problems;

  constructor(name, problems) {
    const sentence = ({ path, fault, expected }) =>
      fault === "difference"
        ? `${path}: another value than the verified result has`
        : `${path}: ${fault ? `${fault}; ` : ""}expected ${expected}`;
    super(problems.map(sentence).join("; "));
    Object.defineProperty(this, "name", { value: name, configurable: true, writable: true });
    this.#problems = problems;
  }

  get problems() {
    return this.#problems;
  }
}

// The names are strings here: a minified class has another.
export class InvalidInstrument extends InvalidInput {
  constructor(problems) {
    super("InvalidInstrument", problems);
  }
}

export class InvalidAnswers extends InvalidInput {
  constructor(problems) {
    super("InvalidAnswers", problems);
  }
}

// Frees the memory of instruments that nobody uses any more.
const unused = new FinalizationRegistry(({ instance, core }) => {
  try {
    guard(instance, () => core.free());
  } catch {
    // The instance trapped, and its memory is gone with it.
  }
});

// Maximum number of the first line. The module counts on from it in 32 bits.
const MAX_FIRST_LINE = 2 ** 31 - 1;

// Calls `run`. Throws the problems that it throws as an `Invalid`.
function withProblems(Invalid, instance, run) {
  try {
    return guard(instance, run);
  } catch (error) {
    throw typeof error === "string" ? new Invalid(JSON.parse(error)) : error;
  }
}

// Returns one option. A misspelled one would change scores in silence.
function readOption(options, name) {
  const isObject = typeof options === "object" && !Array.isArray(options);
  if (options !== undefined && !(isObject && Object.keys(options ?? {}).every((key) => key === name))) {
    throw new TypeError(`options: expected an object with no other key than ${name}`);
  }
  return options?.[name];
}

export class Instrument {
  #definition;
  #warnings = "[]";
  #instance;
  #core;

  constructor(definition) {
    this.#definition = toJsonText(definition);
    this.#warnings = this.#call(InvalidInstrument, (core) => core.warnings);
    this.#definition = this.#call(InvalidInstrument, (core) => core.definition);
  }

  static builtIn(id) {
    return Instrument.#from(({ Core }) => Core.builtIn(toWellFormed(String(id))));
  }

  static fromQuestionnaire(questionnaire, beside) {
    const texts = [toJsonText(questionnaire), toOptionalJsonText(beside)];
    return Instrument.#from(({ Core }) => Core.fromQuestionnaire(...texts));
  }

  static #from(create) {
    const instance = currentInstance();
    const [definition, warnings] = withProblems(InvalidInstrument, instance, () => {
      const core = create(instance);
      const texts = [core.definition, core.warnings];
      core.free();
      return texts;
    });
    const instrument = new Instrument(definition);
    instrument.#warnings = warnings;
    return instrument;
  }

  get warnings() {
    return JSON.parse(this.#warnings);
  }

  get definition() {
    return JSON.parse(this.#definition);
  }

  verify(result, options) {
    const texts = [toJsonText(result), toHistoryText(readOption(options, "history"))];
    return JSON.parse(this.#call(InvalidAnswers, (core) => core.verify(...texts)));
  }

  score(answers, options) {
    const texts = [toJsonText(answers), toHistoryText(readOption(options, "history"))];
    return JSON.parse(this.#call(InvalidAnswers, (core) => core.score(...texts)));
  }

  rescore(lines, options) {
    const isText = typeof lines === "string";
    if (!isText && !ArrayBuffer.isView(lines)) {
      throw new TypeError("lines: expected a string or a Uint8Array");
    }
    const bytes = isText ? encodeText(lines) : bytesOf(lines);
    let line = readOption(options, "firstLine") ?? 1;
    if (!Number.isSafeInteger(line) || line < 1 || line > MAX_FIRST_LINE) {
      throw new TypeError(`firstLine: expected an integer from 1 to ${MAX_FIRST_LINE}`);
    }
    const rescored = [];
    for (const piece of piecesOfLines(bytes, currentInstance().maxLine)) {
      line += rescored.length && countLines(rescored.at(-1));
      rescored.push(this.#call(InvalidAnswers, (core) => core.rescore(piece, line)));
    }
    return isText ? rescored.map((scores) => new TextDecoder().decode(scores)).join("") : concatenate(rescored);
  }

  toFHIR(result, options) {
    const texts = [toJsonText(result), toOptionalJsonText(options)];
    return JSON.parse(this.#call(InvalidAnswers, (core) => core.toFHIR(...texts)));
  }

  toQuestionnaire(url) {
    const text = url == null ? undefined : String(url);
    if (text?.isWellFormed() === false) {
      throw new TypeError("url: expected a string without lone surrogates");
    }
    return JSON.parse(this.#call(InvalidAnswers, (core) => core.toQuestionnaire(text)));
  }

  // Calls `run` with this instrument in the instance in use.
  #call(Invalid, run) {
    const instance = currentInstance();
    return withProblems(Invalid, instance, () => {
      if (this.#instance !== instance) {
        const core = instance.Core.read(this.#definition);
        // The memory of an instance that trapped is not freed before its entry is gone.
        unused.unregister(this);
        unused.register(this, { instance, core }, this);
        this.#core = core;
        this.#instance = instance;
      }
      return run(this.#core);
    });
  }
}
