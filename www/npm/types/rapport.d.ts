// Types of <rapport-feedback>: the element, the host's data, and the events.
// Types for JSX and templates: rapport-feedback/react, /preact, /solid, /svelte, /vue.
import type {
  Answers,
  BundleOptions,
  FeedbackResult,
  FhirBundle,
  History,
  Instrument,
  InstrumentRef,
  Outcome,
  Text,
} from "./rapport-data.js";

export * from "./rapport-data.js";

/** Keys of the form's own texts. */
export type StringKey =
  | "instructions"
  | "howButtons"
  | "optional"
  | "someRequired"
  | "whoSees"
  | "notMonitored"
  | "draftNotice"
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
  | "leaveTitle"
  | "leaveMore"
  | "confirmLeave"
  | "cancelLeave"
  | "oneMoment"
  | "sending"
  | "sent"
  | "notSaved"
  | "offline"
  | "retry"
  | "missing"
  | "thanks"
  | "lowAnswerNote"
  | "skippedTitle"
  | "unavailableTitle"
  | "apologyMore";

/** The host's replacements of the form's own texts. An empty string removes an optional text. */
export type Strings = Partial<Record<StringKey, Text>>;

/** The JSON in a child `<script type="application/json">`. */
export interface Configuration {
  instrument?: Instrument | string;
  history?: History;
  strings?: Strings;
  answers?: Answers;
}

/** A fault in the host's data. */
export interface Problem {
  /** Such as `instrument.items[2].low`. */
  path: string;
  /** The value at that path, as JSON; absent if it is missing. */
  found?: unknown;
  /** The allowed values, in words. */
  expected: string;
  /** Whether the fault leaves no form to show. */
  fatal: boolean;
  /** The kind of fault, if it is not the value. */
  fault?: "unknown key" | "misplaced attribute";
}

/** The way in which a form ended unsent. */
export type DismissReason = "skip" | "close" | "escape" | "host" | "removed" | "unload";

/** The kind of an error. */
export type ErrorCode = "config-invalid" | "load-failed" | "wasm-blocked" | "not-rendered" | "crashed";

interface Detail {
  schema: "rapport/1";
}
export interface ReadyDetail extends Detail {
  version: string;
  instrument: InstrumentRef;
}
export interface OpenDetail extends Detail {}
export interface CloseDetail extends Detail {
  /** Whether the form was sent. */
  sent: boolean;
  /** Whether the host confirmed that it stored the result. */
  stored: boolean;
}
export interface InputDetail extends Detail {
  item: string;
  value: number;
}
export interface ChangeDetail extends Detail {
  item: string;
  /** Null if the answer was cleared, or if the item does not apply. */
  value: number | null;
  /** True if the answer is that the item does not apply; absent otherwise. */
  notApplicable?: boolean;
  /** All answers: as property `answers`, they restore the form. */
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
  /** The result so far; null without a usable instrument, and before the module runs. */
  result: FeedbackResult | null;
  /** The answers that were given before the module ran, if there are any. */
  answers?: Answers;
}
export interface ErrorDetail extends Detail {
  code: ErrorCode;
  message: string;
  /** Whether there is no form to show. */
  fatal: boolean;
  problems: Problem[];
  /** The answers at the time of a crash, or those that were given before the module failed or rejected the definition. */
  answers?: Answers;
}

/** The client sends the form. `preventDefault()` refuses the result. */
export interface SubmitEvent extends CustomEvent<FeedbackResult> {
  /**
   * Shows the form as sending until the promise settles, for 30 seconds at most. Call it in the listener, before any
   * `await`.
   */
  waitUntil(promise: PromiseLike<unknown>): void;
}

/** The element's own events. */
export interface RapportEventMap {
  "rapport-ready": CustomEvent<ReadyDetail>;
  "rapport-open": CustomEvent<OpenDetail>;
  "rapport-close": CustomEvent<CloseDetail>;
  "rapport-input": CustomEvent<InputDetail>;
  "rapport-change": CustomEvent<ChangeDetail>;
  "rapport-submit": SubmitEvent;
  "rapport-saved": CustomEvent<SavedDetail>;
  "rapport-save-failed": CustomEvent<SaveFailedDetail>;
  "rapport-dismiss": CustomEvent<DismissDetail>;
  "rapport-error": CustomEvent<ErrorDetail>;
}

/** The writable properties of the element. */
export interface FeedbackProperties {
  /** Id of a built-in instrument, or a definition; `session` by default. */
  instrument: Instrument | string | null;
  /** `inline` by default. */
  mode: "inline" | "dialog" | null;
  /** Whether the dialog is open. */
  open: boolean;
  /** The type of the event on `window` or the document that opens the dialog. */
  openOn: string | null;
  /** The host's own id for the session, unchanged in the result. */
  sessionId: string | null;
  /** `auto` by default. */
  theme: "auto" | "light" | "dark" | null;
  /** Whether the client reviews the answers before sending. */
  review: boolean;
  /** Whether a slider's number shows while it moves. */
  showValue: boolean;
  /** Whether the tab keeps unsent answers under the session id. */
  keepDraft: boolean;
  /** Whether events neither bubble nor leave shadow roots. */
  localEvents: boolean;
  /** Whether answering and sending are disabled, as of a form control. */
  disabled: boolean;
  /** The name of the result in a `<form>`, as of a form control. */
  name: string | null;
  /** Whether every item needs an answer, as of a form control. */
  required: boolean;
  /** URL of the WASM module; by default beside the script. */
  wasmSrc: string | null;
  /** SRI hash of the WASM module, in place of the build's own. */
  wasmIntegrity: string | null;
  /** URL of the page of an isolated form; by default beside the script. */
  embedSrc: string | null;
  /** Earlier results, with which the total is compared. */
  history: History | null;
  /** The host's replacements of the form's own texts. */
  strings: Strings | null;
  /** Initial answers. Answers that the client gave stay. */
  answers: Answers | null;
}

export interface RapportFeedback extends FeedbackProperties {}

/** A form that asks a client about a session, scores the answers, and passes the result to the page. */
export class RapportFeedback extends HTMLElement {
  static readonly formAssociated: true;
  static readonly observedAttributes: string[];
  /** Defines the element under a name, unless the name is taken. */
  static define(tag?: string, registry?: CustomElementRegistry): void;

  /** Opens the dialog. */
  show(): void;
  /** Closes the dialog, and ends the form: if it is unsent, with reason `host`. */
  close(): void;
  /** Acts as the button that sends. */
  submit(): void;
  /** Starts the form again, with a new `id`. */
  reset(): void;
  /**
   * Returns the result as FHIR; null before `ready`, and in an isolated form. Throws a `TypeError` if an option is
   * wrong.
   */
  toFHIR(options?: BundleOptions): FhirBundle | null;
  checkValidity(): boolean;
  reportValidity(): boolean;

  /** The outcome of the answers so far; null before `ready`. */
  readonly outcome: Outcome | null;
  /** The result that was last sent, or null. */
  readonly result: FeedbackResult | null;
  /** Whether every item has an answer. */
  readonly complete: boolean;
  /** Fulfilled when the form can be answered, rejected if there is none. A retry makes a new promise. */
  readonly ready: Promise<void>;
  /** The version of this release. */
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
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | AddEventListenerOptions,
  ): void;
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
  removeEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | EventListenerOptions,
  ): void;
}

/** The attributes as templates write them. A boolean attribute with the value `"false"` is removed. */
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
  "local-events"?: boolean | undefined;
  disabled?: boolean | undefined;
  name?: string | undefined;
  required?: boolean | undefined;
  "wasm-src"?: string | undefined;
  "wasm-integrity"?: string | undefined;
  "embed-src"?: string | undefined;
}

/** The attributes and properties that a template can set. */
export type FeedbackProps = Omit<FeedbackAttributes, keyof FeedbackProperties> & {
  [Name in keyof FeedbackProperties]?: FeedbackProperties[Name] | undefined;
};

declare global {
  interface HTMLElementTagNameMap {
    "rapport-feedback": RapportFeedback;
  }
  // The events bubble, so that a page can listen on any ancestor.
  interface GlobalEventHandlersEventMap extends RapportEventMap {}
}
