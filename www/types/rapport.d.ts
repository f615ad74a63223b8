// Types of <rapport-feedback>: the element, what a host gives it, and what it hears from it.
// For JSX and templates there are types of their own: rapport-feedback/react, /preact, /solid, /svelte, /vue.

/** A text, or texts by language tag, of which the first is the one to fall back on. */
export type Text = string | Record<string, string>;

/** A code in a code system, as the instrument's author gives it. */
export interface Code {
  system: string;
  code: string;
  display?: string | null;
}

/** One statement or question with a slider. */
export interface Item {
  /** Stable name, unique within the instrument. */
  id: string;
  text: Text;
  /** What the low end of the slider means. */
  low: Text;
  /** What the high end means. */
  high: Text;
  /** Whether the low end is the favourable one. */
  reverse?: boolean;
  /** How much it counts in the weighted mean, 0.001 to 1000; 1 when absent. */
  weight?: number;
  /** Id of the subscale that it belongs to. */
  subscale?: string | null;
  /** Whether the form cannot be sent without an answer to it. */
  required?: boolean;
  code?: Code | null;
}

/** How answers become a total. */
export interface ScoreRule {
  /** The total's lowest and highest value. */
  range: [number, number];
  /** Decimal places, 0 to 6; 1 when absent. */
  decimals?: number;
  /** What happens when items are unanswered; `none` when absent. */
  missing?: "none" | "prorate";
  /** Fewest answered items that give a total, where `missing` is `prorate`. */
  minAnswered?: number | null;
  code?: Code | null;
}

/** A part of the instrument with a score of its own. */
export interface Subscale {
  id: string;
  title: Text;
  range: [number, number];
  code?: Code | null;
}

/** A named stretch of the total. */
export interface Band {
  id: string;
  /** The lowest total in it. */
  from: number;
  label: Text;
}

/** A score below which somebody should look. */
export interface AlertRule {
  id: string;
  /** `total`, `item:ID`, `subscale:ID` or `any-item`. */
  scope: "total" | "any-item" | `item:${string}` | `subscale:${string}`;
  below: number;
  /** Whether it fires at `below` too. */
  inclusive?: boolean;
}

/** A set of items with the rules that score them. */
export interface Instrument {
  id: string;
  version: string;
  title: Text;
  license?: Text | null;
  attribution?: Text | null;
  validated?: boolean;
  /** The raw scale that all items share, in whole steps. */
  scale: { min: number; max: number; step?: number };
  /** 1 to 200. */
  items: Item[];
  score: ScoreRule;
  subscales?: Subscale[];
  bands?: Band[];
  alerts?: AlertRule[];
  /** How reliably the total is measured; without it no change is called reliable. */
  reliability?: { sd: number; r: number; source: string } | null;
}

/** Answers by item id; null is no answer. */
export type Answers = Record<string, number | null>;

/** Earlier results, or their totals, oldest first. At most 1000. */
export type History = ReadonlyArray<FeedbackResult | { total: number | null; at?: string }>;

/** Keys of the form's own texts. */
export type StringKey =
  | "how"
  | "howButtons"
  | "optional"
  | "someRequired"
  | "whoSees"
  | "notMonitored"
  | "kept"
  | "crisis"
  | "required"
  | "useButtons"
  | "useSliders"
  | "notAnswered"
  | "value"
  | "valueAt"
  | "valueNear"
  | "ends"
  | "clear"
  | "review"
  | "reviewTitle"
  | "reviewMore"
  | "edit"
  | "submit"
  | "skip"
  | "close"
  | "leave"
  | "leaveMore"
  | "leaveNow"
  | "stay"
  | "sending"
  | "sent"
  | "notSaved"
  | "offline"
  | "retry"
  | "missing"
  | "thanks"
  | "lowAnswer"
  | "dismissed"
  | "apology"
  | "apologyMore";

/** The form's texts in the host's words. An empty text leaves one out, if that can be. */
export type Strings = Partial<Record<StringKey, Text>>;

/** What a child `<script type="application/json">` may say. */
export interface Configuration {
  instrument?: Instrument | string;
  history?: History;
  strings?: Strings;
  answers?: Answers;
}

/** Which instrument, in which version. */
export interface InstrumentName {
  id: string;
  version: string;
}

/** One item's answer in a result. */
export interface Answer {
  item: string;
  /** On the raw scale; null when it is unanswered, never a default. */
  value: number | null;
  /** Milliseconds from the first showing to the item's first touch. */
  firstTouchMs: number | null;
  /** How often it was given, changed or cleared. */
  changes: number;
  input: "touch" | "mouse" | "pen" | "keyboard" | "buttons" | "script" | null;
}

/** One subscale's score. */
export interface SubscaleScore {
  id: string;
  /** Null where the missing-answer rule is not met. */
  score: number | null;
  min: number;
  max: number;
  answered: number;
  items: number;
  prorated: boolean;
}

/** A rule that fired. */
export interface Alert {
  id: string;
  scope: string;
  /** Which item, where the scope is `any-item`. */
  item?: string;
  value: number;
  below: number;
  inclusive: boolean;
}

/** The scored answers. */
export interface Outcome {
  /** Null where the missing-answer rule is not met. */
  total: number | null;
  min: number;
  max: number;
  /** The total's place between `min` and `max`, 0 to 100. */
  percent: number | null;
  answered: number;
  items: number;
  prorated: boolean;
  subscales: SubscaleScore[];
  band: { id: string; label: Text } | null;
  alerts: Alert[];
}

/** How the total differs from earlier ones. */
export interface Change {
  previous: number | null;
  delta: number | null;
  /** Earlier sessions with a total. */
  sessions: number;
  anyDrop: boolean | null;
  /** Null unless the instrument says how reliable it is. */
  reliable: "declined" | "improved" | "none" | null;
  threshold: number | null;
  sd: number | null;
  r: number | null;
  formula: string | null;
}

/** How the answers were given. It alters none of them. */
export interface Quality {
  spread: number | null;
  sd: number | null;
  sameAnswer: boolean;
  secondsPerItem: number | null;
  fast: boolean;
  ceilingStreak: number;
}

/** What the host receives. */
export interface FeedbackResult {
  schema: "rapport/1";
  /** UUID v4 of this form; the same in every attempt to send it. */
  id: string;
  /** From 1; 0 when it was never sent. */
  attempt: number;
  sessionId: string | null;
  instrument: InstrumentName;
  lang: string;
  /** Whether every item has an answer. */
  status: "complete" | "partial";
  /** ISO 8601 in UTC. */
  startedAt: string | null;
  /** ISO 8601 in UTC; null when it was not sent. */
  submittedAt: string | null;
  durationMs: number;
  answers: Answer[];
  outcome: Outcome;
  change: Change | null;
  quality: Quality;
}

/** Something wrong in what the host gave. */
export interface Problem {
  /** Such as `instrument.items[2].low`. */
  path: string;
  found: string;
  expected: string;
  /** Whether there is no form because of it. */
  fatal: boolean;
}

/** How a form was left unsent. */
export type DismissReason = "skip" | "close" | "escape" | "host" | "unload";

/** Why there is trouble. */
export type ErrorCode = "config-invalid" | "wasm-load" | "wasm-blocked" | "crashed";

interface Detail {
  schema: "rapport/1";
}
export interface ReadyDetail extends Detail {
  version: string;
  instrument: InstrumentName;
}
export interface OpenDetail extends Detail {}
export interface InputDetail extends Detail {
  item: string;
  value: number;
}
export interface ChangeDetail extends Detail {
  item: string;
  value: number | null;
  /** The map that restores a draft. */
  answers: Answers;
  outcome: Outcome;
}
export interface SavedDetail extends Detail {
  id: string;
  attempt: number;
}
export interface SaveFailedDetail extends SavedDetail {
  message: string;
}
export interface DismissDetail extends Detail {
  reason: DismissReason;
  /** The result so far; null where there was nothing to ask. */
  result: FeedbackResult | null;
}
export interface ErrorDetail extends Detail {
  code: ErrorCode;
  message: string;
  /** Whether there is no form because of it. */
  fatal: boolean;
  problems: Problem[];
  /** What was answered when the program crashed. */
  answers?: Answers;
}

/** The client sends. `preventDefault()` refuses the result. */
export interface SubmitEvent extends CustomEvent<FeedbackResult> {
  /** The form says that it is sending until the promise settles, for 30 seconds at most. Call it while the event is handled. */
  waitUntil(promise: PromiseLike<unknown>): void;
}

/** The element's own events. */
export interface RapportEventMap {
  "rapport-ready": CustomEvent<ReadyDetail>;
  "rapport-open": CustomEvent<OpenDetail>;
  "rapport-input": CustomEvent<InputDetail>;
  "rapport-change": CustomEvent<ChangeDetail>;
  "rapport-submit": SubmitEvent;
  "rapport-saved": CustomEvent<SavedDetail>;
  "rapport-save-failed": CustomEvent<SaveFailedDetail>;
  "rapport-dismiss": CustomEvent<DismissDetail>;
  "rapport-error": CustomEvent<ErrorDetail>;
}

/** What FHIR wants to know that a result does not say. A reference may be its text, such as `Patient/123`. */
export interface FhirContext {
  subject?: string | object | null;
  encounter?: string | object | null;
  author?: string | object | null;
  /** Canonical URL of the Questionnaire that was asked. */
  questionnaireUrl?: string | null;
  type?: "collection" | "transaction";
  /** The type of that Questionnaire's items. */
  answerType?: "integer" | "decimal";
}

/** A FHIR R4 Bundle; a `Bundle` of @types/fhir, if you have them. */
export interface FhirBundle {
  resourceType: "Bundle";
  type: "collection" | "transaction";
  timestamp?: string;
  entry: Array<{ fullUrl: string; resource: { resourceType: string; [key: string]: unknown }; request?: { method: "PUT"; url: string } }>;
}

/** The attributes that are properties too, under their property names. */
export interface FeedbackProperties {
  /** Id of a built-in instrument, or a whole definition; `session` when absent. */
  instrument: Instrument | string | null;
  /** `inline` when absent. */
  mode: "inline" | "dialog" | null;
  /** The name of an event, of `window` or the document, that opens a dialog. */
  openOn: string | null;
  /** The host's own id for the session, echoed in the result. */
  sessionId: string | null;
  /** `auto` when absent. */
  theme: "auto" | "light" | "dark" | null;
  /** Whether the client sees what will be sent before it is sent. */
  review: boolean;
  /** Whether a slider's number shows while it moves. */
  showValue: boolean;
  /** Whether the tab keeps unsent answers under the session id. */
  keepDraft: boolean;
  /** Whether events neither bubble nor leave shadow roots. */
  private: boolean;
  /** As of a form control. */
  disabled: boolean;
  /** As of a form control. */
  name: string | null;
  /** As of a form control: whether every item needs an answer. */
  required: boolean;
  /** Where the program lies, if not beside the script. */
  wasmSrc: string | null;
  /** The program's SRI hash, if not the one that the build made. */
  wasmIntegrity: string | null;
  /** Where the page of an isolated form lies, if not beside the script. */
  embedSrc: string | null;
  history: History | null;
  strings: Strings | null;
  /** Answers to begin with. What the client answered stays. */
  answers: Answers | null;
}

export interface RapportFeedback extends FeedbackProperties {}

/** A form that asks a client how a session was, scores the answers, and hands the result to the page. */
export class RapportFeedback extends HTMLElement {
  static readonly formAssociated: true;
  static readonly observedAttributes: string[];
  /** Defines the element under a name. Where that is taken it does nothing. */
  static define(tag?: string, registry?: CustomElementRegistry): void;

  /** Reads as the method; setting it writes the attribute. `hasAttribute("open")` tells whether a dialog shows. */
  get open(): () => void;
  set open(value: boolean | (() => void));
  /** Closes without asking; unsent, the form is left with reason `host`. */
  close(): void;
  /** Does what the button that sends does. */
  submit(): void;
  /** Begins afresh. */
  reset(): void;
  /** The result as FHIR; null before `ready`, and in an isolated form. Throws a `TypeError` for a wrong context. */
  toFHIR(context?: FhirContext): FhirBundle | null;
  checkValidity(): boolean;
  reportValidity(): boolean;

  /** The answers so far, scored; null before `ready`. */
  readonly outcome: Outcome | null;
  /** The result as it was last sent, or null. */
  readonly result: FeedbackResult | null;
  /** Whether every item has an answer. */
  readonly complete: boolean;
  /** Fulfilled when the form can be answered; rejected when there is none to be had. Then, once it is tried again, a fresh one. */
  readonly ready: Promise<void>;
  readonly version: string;
  readonly form: HTMLFormElement | null;
  readonly validity: ValidityState;
  readonly validationMessage: string;
  readonly willValidate: boolean;

  addEventListener<K extends keyof RapportEventMap>(
    type: K,
    listener: (this: RapportFeedback, event: RapportEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener<K extends keyof HTMLElementEventMap>(
    type: K,
    listener: (this: RapportFeedback, event: HTMLElementEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject | null, options?: boolean | AddEventListenerOptions): void;
  removeEventListener<K extends keyof RapportEventMap>(
    type: K,
    listener: (this: RapportFeedback, event: RapportEventMap[K]) => unknown,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener<K extends keyof HTMLElementEventMap>(
    type: K,
    listener: (this: RapportFeedback, event: HTMLElementEventMap[K]) => unknown,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(type: string, listener: EventListenerOrEventListenerObject | null, options?: boolean | EventListenerOptions): void;
}

/** The attributes as templates write them. A boolean attribute is there, or absent; `"false"` counts as absent. */
export interface FeedbackAttributes {
  instrument?: string | undefined;
  mode?: "inline" | "dialog" | undefined;
  open?: boolean | undefined;
  "open-on"?: string | undefined;
  "session-id"?: string | undefined;
  lang?: string | undefined;
  dir?: "ltr" | "rtl" | "auto" | undefined;
  theme?: "auto" | "light" | "dark" | undefined;
  review?: boolean | undefined;
  "show-value"?: boolean | undefined;
  "keep-draft"?: boolean | undefined;
  private?: boolean | undefined;
  disabled?: boolean | undefined;
  name?: string | undefined;
  required?: boolean | undefined;
  "wasm-src"?: string | undefined;
  "wasm-integrity"?: string | undefined;
  "embed-src"?: string | undefined;
}

/** What a template may set: attributes, and properties in place of them. */
export type FeedbackProps = Omit<FeedbackAttributes, keyof FeedbackProperties> & {
  [Name in keyof FeedbackProperties]?: FeedbackProperties[Name] | undefined;
};

declare global {
  interface HTMLElementTagNameMap {
    "rapport-feedback": RapportFeedback;
  }
  // The events bubble, so that a page may hear them anywhere.
  interface GlobalEventHandlersEventMap extends RapportEventMap {}
}
