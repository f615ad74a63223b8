// Types of rapport-feedback/server. They need no DOM.
import type {
  Answers,
  BundleOptions,
  Change,
  FeedbackResult,
  FhirBundle,
  History,
  Instrument as Definition,
  Outcome,
} from "./rapport-data.js";

export type { Answers, Change, Definition, FeedbackResult, History, Outcome };

/** A fault in the data. */
export interface Problem {
  /** Such as `result.outcome.total`. */
  path: string;
  /** The value at that path; absent if it is missing. An array or an object is given empty. */
  found?: unknown;
  /** The allowed values, in words. */
  expected: string;
  /** Whether the input is refused; otherwise the value is ignored. */
  fatal: boolean;
  /** The kind of fault, if it is not the value; `difference` of a value that differs from the verified result. */
  fault?: "unknown key" | "unreadable" | "difference";
}

/** JSON text, as a string or as bytes in UTF-8 without a byte order mark. */
export type JsonText = string | Uint8Array | ArrayBuffer;

/** Scores, and the change against the history. */
export interface Scores {
  outcome: Outcome;
  /** Null without an earlier total to compare. */
  change: Change | null;
}

/** A result that was verified. */
export interface Verified {
  /** The result calculated from the answers; null if they are not usable. */
  result: FeedbackResult | null;
  /** Each path at which the given result differs from it, and each fault of the history. */
  problems: Problem[];
}

/** Options of `verify` and `score`. */
export interface HistoryOptions {
  /** The earlier results of this person, or their totals, oldest first. */
  history?: History | JsonText | null;
}

/** An error with its problems by path. Its message does not contain the values found. */
export class InvalidInstrument extends Error {
  constructor(problems: Problem[]);
  /** Every problem of the definition. It is not printed with the error. */
  get problems(): Problem[];
}

/** The option of `rescore`. */
export interface RescoreOptions {
  /** The number of the first line, an integer from 1 to 2147483647; 1 by default. */
  firstLine?: number;
}

/** An error with its problems by path. Its message does not contain the values found. */
export class InvalidAnswers extends Error {
  constructor(problems: Problem[]);
  /** Every problem of the answers. It is not printed with the error, since it may contain answers. */
  get problems(): Problem[];
}

/** An instrument. It does not change, and holds no answers. */
export class Instrument {
  /**
   * Reads a definition.
   * @throws {InvalidInstrument} if a problem is fatal.
   */
  constructor(definition: Definition | JsonText);

  /**
   * Returns a built-in instrument.
   * @throws {InvalidInstrument} if there is none with that id.
   */
  static builtIn(id: "session" | "one"): Instrument;

  /**
   * Reads a FHIR R4 Questionnaire, and a definition of its scoring beside it.
   * @throws {InvalidInstrument} if a problem is fatal.
   */
  static fromQuestionnaire(questionnaire: object | JsonText, beside?: object | JsonText | null): Instrument;

  /** The problems of the definition that are not fatal. */
  get warnings(): Problem[];

  /** The definition, with its defaults; a copy at each access. */
  get definition(): Definition;

  /**
   * Calculates a result again from its answers. Without a history, the earlier totals that the result implies are taken
   * as given.
   */
  verify(result: unknown, options?: HistoryOptions): Verified;

  /**
   * Scores answers.
   * @throws {InvalidAnswers} after any problem of the answers or of the history.
   */
  score(answers: Answers | FeedbackResult["answers"] | JsonText, options?: HistoryOptions): Scores;

  /**
   * Scores lines of JSON, each a result or `{ "answers", "history" }`. Each gives one line, in the same order: `Scores`,
   * or `{ "error", "line" }` if it is faulty.
   */
  rescore(lines: string, options?: RescoreOptions): string;

  /** Does the same with lines in UTF-8, such as a file's. It is faster, since nothing is decoded and encoded. */
  rescore(lines: Uint8Array, options?: RescoreOptions): Uint8Array;

  /**
   * Returns a result as a FHIR R4 Bundle.
   * @throws {InvalidAnswers} if the result differs from its own answers, or after any problem of the options.
   */
  toFHIR(result: FeedbackResult | JsonText, options?: BundleOptions | JsonText | null): FhirBundle;

  /**
   * Returns the items as a FHIR R4 Questionnaire, with a canonical URL if given.
   * @throws {TypeError} if the URL has a lone surrogate.
   */
  toQuestionnaire(url?: string | null): object;
}
