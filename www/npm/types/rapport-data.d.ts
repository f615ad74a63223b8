// Types of definitions, answers, results and FHIR: of the element, and of rapport-feedback/server. They need no DOM.

/** A string, or strings by language tag; the first is the fallback. */
export type Text = string | Record<string, string>;

/** A code in a code system, given by the instrument's author. */
export interface Code {
  system: string;
  code: string;
  display?: string | null;
}

/** The possible values along a slider, in integers. */
export interface SliderScale {
  min: number;
  max: number;
  /** The distance between neighbouring values; a divisor of `max - min`; 1 by default. */
  step?: number | null;
  points?: null;
}

/** One of the choices of an item. */
export interface Point {
  /** The value that an answer stores; more than that of the point before. */
  value: number;
  /** The label of the radio button. */
  label: Text;
  /** The number that scoring counts, an integer; `value` by default. */
  score?: number | null;
  code?: Code | null;
}

/** Labelled points, shown as radio buttons. */
export interface PointScale {
  /** 2 to 11, by rising value. */
  points: Point[];
  min?: null;
  max?: null;
  step?: null;
}

/** The possible values of an item. */
export type Scale = SliderScale | PointScale;

/** The choice that an item does not apply. It counts as an answer. */
export interface NotApplicable {
  /** The label of the choice. */
  label: Text;
  /** The number that scoring counts, an integer; without it the item leaves the scores. */
  score?: number | null;
}

/** The keys of every item. */
export interface ItemBase {
  /** Stable id, unique within the instrument. */
  id: string;
  /** The statement or question. */
  text: Text;
  /** Id of the item's section. */
  section?: string | null;
  /** Whether the item counts the other way round than the total. */
  reverse?: boolean | null;
  /** Weight in the mean, 0.001 to 1000; 1 by default. */
  weight?: number | null;
  /** Id of the item's subscale, or ids of several. */
  subscale?: string | string[] | null;
  /** Whether the item is part of the total; true by default. */
  counts?: boolean | null;
  /** A choice beside the scale: that the item does not apply. */
  notApplicable?: NotApplicable | null;
  /** Whether the form cannot be sent without an answer to this item. */
  required?: boolean | null;
  code?: Code | null;
}

/** One statement or question with a slider. */
export interface SliderItem extends ItemBase {
  /** The item's own scale, in place of the instrument's. */
  scale?: SliderScale | null;
  /** Label of the slider's low end. */
  low: Text;
  /** Label of the high end. */
  high: Text;
}

/** One statement or question with labelled points. */
export interface PointItem extends ItemBase {
  /** The item's own scale, in place of the instrument's. */
  scale?: PointScale | null;
  low?: null;
  high?: null;
}

/** One statement or question. The labels of the ends are required with a slider. */
export type Item = SliderItem | PointItem;

/** A group of items with a heading. */
export interface Section {
  id: string;
  /** The heading above its items. */
  text: Text;
}

/** The end of a score that is favourable. */
export type Better = "high" | "low";

/** Pairs that cover each whole score of a range, and the score in its place. */
export type ScoreTable = Array<[raw: number, score: number]>;

/** The rules of every total. */
export interface ScoreRuleBase {
  /** `high` by default. */
  better?: Better | null;
  /** Decimal places of all scores, 0 to 6; 1 by default. */
  decimals?: number | null;
}

/** The rule for unanswered items: no score with one, or a score from at least `minAnswered` items. */
export type MissingRule =
  | { missing?: "none" | null; minAnswered?: null }
  | { missing: "prorate"; minAnswered: number };

/** A total of the items that count. */
export interface ItemTotal {
  total?: true | null;
  /** Lowest and highest score, before a table. */
  range: [number, number];
  table?: ScoreTable | null;
  from?: null;
  code?: Code | null;
}

/** A total of subscales' scores. */
export interface SubscaleTotal {
  total?: true | null;
  /** The sum or the mean of the subscales' ranges. */
  range: [number, number];
  /** The total is the sum or the mean of the rounded scores of these subscales. */
  from: { subscales: string[]; as: "sum" | "mean" };
  table?: null;
  code?: Code | null;
}

/** No total: only the subscales have scores. */
export interface NoTotal {
  total: false;
  range?: null;
  table?: null;
  from?: null;
  code?: null;
}

/** The rules of the scores. */
export type ScoreRule = ScoreRuleBase & MissingRule & (ItemTotal | SubscaleTotal | NoTotal);

/** A group of items with a score of its own. */
export interface Subscale {
  id: string;
  title: Text;
  /** Lowest and highest score, before a table. */
  range: [number, number];
  table?: ScoreTable | null;
  /** As the total by default. */
  better?: Better | null;
  bands?: Band[] | null;
  code?: Code | null;
}

/** A named range of a score. */
export interface Band {
  id: string;
  /** The lowest score in the band. */
  from: number;
  label: Text;
}

/** The side of an alert's threshold on which values raise it. */
export type AlertThreshold = { below: number; above?: null } | { above: number; below?: null };

/** A threshold that raises an alert. */
export type AlertRule = AlertThreshold & {
  id: string;
  /** The score or value that is compared: `total`, `item:ID`, `subscale:ID` or `any-item`. */
  scope: "total" | "any-item" | `item:${string}` | `subscale:${string}`;
  /** Whether a value equal to the threshold raises it too. */
  inclusive?: boolean | null;
};

/** The reliability of the total: standard deviation and coefficient, or a published threshold of change. */
export type Reliability = { source: Text } & (
  | { sd: number; r: number; threshold?: null; inclusive?: null }
  | {
      threshold: number;
      /** Whether a change of exactly the threshold is reliable. */
      inclusive?: boolean | null;
      sd?: null;
      r?: null;
    }
);

/** A set of items with the rules that score them. */
export interface Instrument {
  id: string;
  version: string;
  title: Text;
  license?: Text | null;
  attribution?: Text | null;
  validated?: boolean | null;
  /** A text below the title. */
  lead?: Text | null;
  sections?: Section[] | null;
  /** The scale of the items that have none of their own; it may be absent if each item has one. */
  scale?: Scale | null;
  /** 1 to 200. */
  items: Item[];
  score: ScoreRule;
  subscales?: Subscale[] | null;
  /** Bands of the total. */
  bands?: Band[] | null;
  alerts?: AlertRule[] | null;
  /** The total's reliability; without it no change is classified as reliable. */
  reliability?: Reliability | null;
}

/** An answer: a value on the item's scale, that the item does not apply, or none. */
export type AnswerValue = number | "not-applicable" | null;

/** Answers by item id. */
export type Answers = Record<string, AnswerValue>;

/** Earlier results, or their totals, oldest first. At most 1000. */
export type History = ReadonlyArray<FeedbackResult | { total: number | null; at?: string }>;

/** A reference to an instrument in one version. */
export interface InstrumentRef {
  id: string;
  version: string;
}

/** One item's answer in a result. */
export interface Answer {
  item: string;
  /** The answer on the item's scale; null if the item is unanswered or does not apply, never a default. */
  value: number | null;
  /** True if the client answered that the item does not apply; absent otherwise. */
  notApplicable?: boolean;
  /** Milliseconds from the form's first showing to the item's first interaction. */
  firstInteractionMs: number | null;
  /** Number of times that the answer was given, changed or cleared; a drag counts once. */
  changes: number;
  /** The input method. */
  input: "touch" | "mouse" | "pen" | "keyboard" | "buttons" | "script" | null;
}

/** One subscale's score. */
export interface SubscaleScore {
  id: string;
  /** Null if too few items are answered. */
  score: number | null;
  min: number;
  max: number;
  better: Better;
  answered: number;
  items: number;
  prorated: boolean;
  /** Id of the score's band. */
  band: string | null;
}

/** An alert that fired. */
export interface Alert {
  id: string;
  scope: string;
  /** Id of the item, if the scope is `any-item`. */
  item?: string;
  /** The score or the item's score that raised it. */
  value: number;
  /** The threshold, if lower values raise the alert. */
  below?: number;
  /** The threshold, if higher values raise the alert. */
  above?: number;
  inclusive: boolean;
}

/** The scored answers. */
export interface Outcome {
  /** Null if too few items are answered, or if the instrument has no total. */
  total: number | null;
  /** Null if the instrument has no total. */
  min: number | null;
  /** Null if the instrument has no total. */
  max: number | null;
  better: Better;
  /** The position of the total in its range before rounding and before a table, 0 to 100. */
  percent: number | null;
  /** Number of answered items; that an item does not apply is an answer. */
  answered: number;
  items: number;
  prorated: boolean;
  subscales: SubscaleScore[];
  /** Id of the total's band. */
  band: string | null;
  alerts: Alert[];
}

/** The difference between the total and the last earlier one. */
export interface Change {
  previous: number;
  delta: number;
  /** Number of earlier sessions with a total. */
  sessions: number;
  /** Whether the total moved toward the unfavourable end, by however little. */
  anyWorsening: boolean;
  /** Whether the difference exceeds the measurement error; null without the instrument's `reliability`. */
  reliable: "deteriorated" | "improved" | "none" | null;
  /** Calculated from `sd` and `r`, or as published. */
  threshold: number | null;
  /** Whether a difference of exactly the threshold is reliable. */
  inclusive: boolean;
  sd: number | null;
  r: number | null;
  formula: string | null;
}

/** The response quality. It changes no score. */
export interface Quality {
  range: number | null;
  sd: number | null;
  straightlining: boolean;
  secondsPerItem: number | null;
  speeding: boolean;
  bestStreak: number;
}

/** One form's result, as the host receives it. */
export interface FeedbackResult {
  schema: "rapport/1";
  /** UUID v4 of this form; the same in every attempt to send it. */
  id: string;
  /** From 1; 0 if the form was never sent. */
  attempt: number;
  sessionId: string | null;
  instrument: InstrumentRef;
  lang: string;
  /** Whether every item has an answer. */
  status: "complete" | "partial";
  /** ISO 8601 in UTC. */
  startedAt: string | null;
  /** ISO 8601 in UTC; null if it was not sent. */
  submittedAt: string | null;
  durationMs: number;
  answers: Answer[];
  outcome: Outcome;
  change: Change | null;
  quality: Quality;
}

/** The options of a Bundle. A reference is a FHIR Reference, or its string, such as `Patient/123`. */
export interface BundleOptions {
  /** The person whom the session was about. */
  subject?: string | object | null;
  /** The session. */
  encounter?: string | object | null;
  /** The person who recorded the answers. */
  author?: string | object | null;
  /** Canonical URL of the Questionnaire that was asked, as `toQuestionnaire` writes it. */
  questionnaireUrl?: string | null;
  /** `collection` by default. */
  type?: "collection" | "transaction";
  /** The type of the Questionnaire's items; `integer` by default. */
  answerType?: "integer" | "decimal";
}

/** A FHIR R4 Bundle, compatible with `Bundle` of @types/fhir. */
export interface FhirBundle {
  resourceType: "Bundle";
  type: "collection" | "transaction";
  timestamp?: string;
  entry: Array<{
    fullUrl: string;
    resource: { resourceType: string; [key: string]: unknown };
    request?: { method: "PUT"; url: string };
  }>;
}
