// What the tests drive every app by, and where they read what it heard.
import type { Answers, History, Instrument, RapportEventMap, RapportFeedback, Strings, SubmitEvent } from "rapport-feedback";

/** What the template binds. */
export interface State {
  sessionId?: string | undefined;
  review: boolean;
  showValue: boolean;
  keepDraft: boolean;
  private: boolean;
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
    told: Array<{ name: string; detail: unknown }>;
    imperative: string[];
    save?: Promise<unknown>;
  }
}

export type Heard = RapportEventMap[keyof RapportEventMap];

export const initial: State = {
  sessionId: "first",
  review: false,
  showValue: false,
  keepDraft: false,
  private: false,
};
export const configuration = JSON.stringify({ instrument: "one" });

const flags = new URLSearchParams(location.search);
export const children = flags.has("children");
export const late = flags.has("late");

window.told = [];
window.imperative = [];

/** The template's listener for every event. */
export function tell(event: Heard) {
  window.told.push({ name: event.type, detail: event.detail });
  if (event.type === "rapport-submit" && window.save) {
    (event as SubmitEvent).waitUntil(window.save);
  }
}

export const NAMES = [
  "rapport-ready",
  "rapport-input",
  "rapport-change",
  "rapport-submit",
  "rapport-saved",
  "rapport-save-failed",
  "rapport-dismiss",
  "rapport-error",
] as const;
const note = (event: Event) => void window.imperative.push(event.type);

/** Listens without the template, and returns what ends it. */
export function listen(element: RapportFeedback) {
  NAMES.forEach((name) => element.addEventListener(name, note));
  return () => NAMES.forEach((name) => element.removeEventListener(name, note));
}

/** For apps without a template: sets what is given, as a template does. */
export function apply(element: RapportFeedback, { lang, ...rest }: Partial<State>) {
  Object.assign(element, rest);
  if (lang !== undefined) {
    element.lang = lang;
  }
}

export const define = () => import("./element.js");

/** The tests that define the element late say when. */
export async function start() {
  if (!late) {
    await define();
  }
}
