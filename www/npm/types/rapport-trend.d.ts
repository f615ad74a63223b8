// Types of <rapport-trend>: the element, the host's data, and the events.
import type { ErrorDetail, FeedbackResult, Instrument } from "rapport-feedback";

/** A session without a result. */
export interface SessionStub {
  /** The time of the session: RFC 3339. */
  at: string;
  sessionId?: string | null;
  /** Whether the client skipped the form, or was not asked. */
  status: "skipped" | "not-asked";
  /** The instrument that the session lacks; without it, every one that has no result in the session. */
  instrument?: { id: string } | null;
}

/** A result as the host stored it, or a session without one. */
export type TrendEntry = FeedbackResult | SessionStub;

/** An event in the host's words, shown as a thin line with its label. */
export interface TrendEvent {
  /** RFC 3339. */
  at: string;
  label: string;
}

/** The JSON inside the tag. A property of the same name takes precedence. */
export interface TrendData {
  /** Up to 1,000 results of one person, in any order. A later `attempt` of an `id` replaces an earlier one. */
  results?: readonly TrendEntry[] | null;
  /** The definitions of the results, by `id` and `version`. The built-in ones are known. */
  instruments?: readonly Instrument[] | null;
  /** A FHIR R4 Bundle of one person, or pages of one. */
  bundle?: object | readonly object[] | null;
  events?: readonly TrendEvent[] | null;
}

interface Detail {
  schema: "rapport/1";
}
export interface TrendReadyDetail extends Detail {
  /** The version of the element. */
  version: string;
}
export interface TrendSelectDetail extends Detail {
  /** The result's `id`; null for a session without a result. */
  id: string | null;
  sessionId: string | null;
}

/** The events, by type. */
export interface TrendEventMap {
  "rapport-trend-ready": CustomEvent<TrendReadyDetail>;
  "rapport-trend-select": CustomEvent<TrendSelectDetail>;
  "rapport-error": CustomEvent<ErrorDetail>;
}

/** The properties that a host can set. */
export interface TrendProperties {
  /** The session that reliable changes are measured from. */
  compare: "previous" | "first" | null;
  /** Whether sessions are spaced by time, or evenly. */
  axis: "time" | "sessions" | null;
  /** The IANA time zone of all dates; by default the browser's. */
  timeZone: string | null;
  theme: "auto" | "light" | "dark" | null;
  results: readonly TrendEntry[] | null;
  instruments: readonly Instrument[] | null;
  bundle: object | readonly object[] | null;
  events: readonly TrendEvent[] | null;
}

export interface RapportTrend extends TrendProperties {}

/** One person's results over time, for a therapist. */
export class RapportTrend extends HTMLElement {
  static readonly observedAttributes: string[];
  /** Defines the element under a name, unless the name is taken. */
  static define(tag?: string, registry?: CustomElementRegistry): void;

  /** Returns the table as CSV; an empty string before `rapport-trend-ready`. */
  toCSV(): string;
  /** Returns the chart as an SVG document in light colours; an empty string before `rapport-trend-ready`. */
  toSVG(): string;
  /** Returns a paragraph for the notes; an empty string before `rapport-trend-ready`. */
  toText(): string;
  /** The version of this release. */
  readonly version: string;

  addEventListener<K extends keyof TrendEventMap>(
    type: K,
    listener: (this: RapportTrend, event: TrendEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener<K extends keyof HTMLElementEventMap>(
    type: K,
    listener: (this: RapportTrend, event: HTMLElementEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | AddEventListenerOptions,
  ): void;
  removeEventListener<K extends keyof TrendEventMap>(
    type: K,
    listener: (this: RapportTrend, event: TrendEventMap[K]) => unknown,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener<K extends keyof HTMLElementEventMap>(
    type: K,
    listener: (this: RapportTrend, event: HTMLElementEventMap[K]) => unknown,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | EventListenerOptions,
  ): void;
}

/** The attributes as templates write them. */
export interface TrendAttributes {
  compare?: "previous" | "first" | undefined;
  axis?: "time" | "sessions" | undefined;
  "time-zone"?: string | undefined;
  theme?: "auto" | "light" | "dark" | undefined;
  lang?: string | undefined;
  dir?: "ltr" | "rtl" | "auto" | undefined;
}

/** The attributes and properties that a template can set. */
export type TrendProps = Omit<TrendAttributes, keyof TrendProperties> & {
  [Name in keyof TrendProperties]?: TrendProperties[Name] | undefined;
};

declare global {
  interface HTMLElementTagNameMap {
    "rapport-trend": RapportTrend;
  }
  interface GlobalEventHandlersEventMap
    extends Pick<TrendEventMap, "rapport-trend-ready" | "rapport-trend-select"> {}
}
