// The interface through which the tests drive each app and read the events that it recorded.
import type { Answers, History, Instrument, RapportEventMap, RapportFeedback, Strings, SubmitEvent } from "rapport-feedback";

/** The values that the template binds. */
export interface State {
  sessionId?: string | undefined;
  review: boolean;
  showValue: boolean;
  keepDraft: boolean;
  localEvents: boolean;
  mode?: "inline" | "dialog" | undefined;
  theme?: "auto" | "light" | "dark" | undefined;
  lang?: string | undefined;
  instrument?: Instrument | string | undefined;
  history?: History | undefined;
  strings?: Strings | undefined;
  answers?: Answers | undefined;
}

export interface App {
  set(patch: Partial<State>): void;
  show(shown: boolean): void;
  rerender(): void;
  go(path: string): void;
  define(): Promise<unknown>;
}

declare global {
  interface Window {
    app: App;
    recorded: Array<{ name: string; detail: unknown }>;
    recordedByScript: string[];
    save?: Promise<unknown>;
  }
}

export type AnyRapportEvent = RapportEventMap[keyof RapportEventMap];

export const initial: State = {
  sessionId: "first",
  review: false,
  showValue: false,
  keepDraft: false,
  localEvents: false,
};
export const configuration = JSON.stringify({ instrument: "one" });

// Next renders its pages on a server, where there is no window.
const isServer = typeof window === "undefined";
const flags = new URLSearchParams(isServer ? "" : location.search);
export const children = flags.has("children");
export const late = flags.has("late");

if (!isServer) {
  window.recorded = [];
  window.recordedByScript = [];
}

/** The document gets no event of a removed element, such as `rapport-dismiss` with reason `removed`. */
const reachesDocument = (event: Event) => (event.target as Element).isConnected;

/** Records an event: the template's listener for all events. */
export function record(event: AnyRapportEvent) {
  if (reachesDocument(event)) window.recorded.push({ name: event.type, detail: event.detail });
  if (event.type === "rapport-submit" && window.save) {
    (event as SubmitEvent).waitUntil(window.save);
  }
}

// The type finds an event that is missing here.
const LISTED: Record<keyof RapportEventMap, true> = {
  "rapport-ready": true,
  "rapport-open": true,
  "rapport-close": true,
  "rapport-input": true,
  "rapport-change": true,
  "rapport-submit": true,
  "rapport-saved": true,
  "rapport-save-failed": true,
  "rapport-dismiss": true,
  "rapport-error": true,
};
export const EVENT_NAMES = Object.keys(LISTED) as Array<keyof RapportEventMap>;
const recordName = (event: Event) => {
  if (reachesDocument(event)) window.recordedByScript.push(event.type);
};

/** Adds listeners by script. Returns a function that removes them. */
export function listen(element: RapportFeedback) {
  EVENT_NAMES.forEach((name) => element.addEventListener(name, recordName));
  return () => EVENT_NAMES.forEach((name) => element.removeEventListener(name, recordName));
}

/** Sets properties, for apps without a template. */
export function apply(element: RapportFeedback, { lang, ...rest }: Partial<State>) {
  Object.assign(element, rest);
  if (lang !== undefined) {
    element.lang = lang;
  }
}

export const define = () => import("./element.js");

/** Defines the element, unless the test defines it later. */
export async function start() {
  if (!late) {
    await define();
  }
}
