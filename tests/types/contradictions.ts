// Data that the types refuse: each line after `@ts-expect-error` would compile if a type were too wide.
import type {
  AlertRule,
  Answers,
  FeedbackResult,
  Instrument,
  Item,
  Reliability,
  Scale,
  ScoreRule,
  Subscale,
} from "rapport-feedback";

const points = [
  { value: 0, label: "Never" },
  { value: 1, label: { en: "Often", es: "A menudo" }, score: 2, code: { system: "urn:example", code: "often" } },
];

export const scales: Scale[] = [
  { min: 0, max: 10 },
  { min: 0, max: 10, step: 5, points: null },
  { points },
  // @ts-expect-error A scale is a slider or points.
  { min: 0, max: 1, points },
  // @ts-expect-error Points have no step.
  { points, step: 1 },
  // @ts-expect-error A slider has two ends.
  { min: 0 },
  // @ts-expect-error A point has a label.
  { points: [{ value: 0 }] },
  // @ts-expect-error A value is a number.
  { points: [{ value: "0", label: "Never" }] },
  // @ts-expect-error Unknown key.
  { points, labels: [] },
];

export const items: Item[] = [
  { id: "a", text: "A", low: "L", high: "H" },
  { id: "a", text: "A", low: "L", high: "H", scale: { min: 0, max: 4 }, counts: false, subscale: ["x", "y"] },
  { id: "a", text: "A", scale: { points }, section: "s", notApplicable: { label: "Does not apply" } },
  { id: "a", text: "A", subscale: "x", notApplicable: { label: "Does not apply", score: 0 } },
  // @ts-expect-error A slider has labels at both ends.
  { id: "a", text: "A", scale: { min: 0, max: 4 } },
  // @ts-expect-error A slider has labels at both ends.
  { id: "a", text: "A", low: "L" },
  // @ts-expect-error Points have labels of their own.
  { id: "a", text: "A", low: "L", high: "H", scale: { points } },
  // @ts-expect-error The choice has a label.
  { id: "a", text: "A", scale: { points }, notApplicable: { score: 0 } },
  // @ts-expect-error The choice is an object.
  { id: "a", text: "A", scale: { points }, notApplicable: true },
  // @ts-expect-error Unknown key.
  { id: "a", text: "A", scale: { points }, reversed: true },
];

const range: [number, number] = [0, 2];
const table: [number, number][] = [[0, 20.1], [1, 30], [2, 40]];
const from = { subscales: ["x", "y"], as: "mean" as const };

export const rules: ScoreRule[] = [
  { range },
  { range, table, better: "low", decimals: 1, missing: "none" },
  { range, from, missing: "prorate", minAnswered: 3 },
  { total: false, decimals: 0 },
  { total: true, range, code: { system: "urn:example", code: "total" } },
  // @ts-expect-error A total has a range.
  {},
  // @ts-expect-error A total of subscales has no table.
  { range, from, table },
  // @ts-expect-error Without a total there is no range.
  { total: false, range },
  // @ts-expect-error Without a total there is no table.
  { total: false, table },
  // @ts-expect-error Without a total there is no code of it.
  { total: false, code: { system: "urn:example", code: "total" } },
  // @ts-expect-error Prorating needs the least number of answers.
  { range, missing: "prorate" },
  // @ts-expect-error `minAnswered` has an effect only with `prorate`.
  { range, missing: "none", minAnswered: 3 },
  // @ts-expect-error The sum or the mean.
  { range, from: { subscales: ["x"] } },
  // @ts-expect-error The sum or the mean.
  { range, from: { subscales: ["x"], as: "median" } },
  // @ts-expect-error The high or the low end.
  { range, better: "lower" },
  // @ts-expect-error A pair has two numbers.
  { range, table: [[0, 1, 2]] },
  // @ts-expect-error A range has two ends.
  { range: [0] },
];

export const subscales: Subscale[] = [
  { id: "x", title: "X", range, table, better: "low", bands: [{ id: "b", from: 20, label: "B" }] },
  // @ts-expect-error A subscale is not made of subscales.
  { id: "x", title: "X", range, from },
  // @ts-expect-error A band has a label.
  { id: "x", title: "X", range, bands: [{ id: "b", from: 20 }] },
];

export const alerts: AlertRule[] = [
  { id: "a", scope: "total", below: 4 },
  { id: "a", scope: "item:sleep", above: 2, inclusive: true },
  // @ts-expect-error Below or above.
  { id: "a", scope: "total", below: 4, above: 2 },
  // @ts-expect-error Below or above.
  { id: "a", scope: "total" },
  // @ts-expect-error Unknown scope.
  { id: "a", scope: "sleep", below: 4 },
];

export const reliabilities: Reliability[] = [
  { sd: 5, r: 0.9, source: "Author 2020" },
  { threshold: 6, inclusive: true, source: { en: "Author 2020" } },
  // @ts-expect-error The threshold is calculated or published.
  { sd: 5, r: 0.9, threshold: 6, source: "Author 2020" },
  // @ts-expect-error Both numbers are needed.
  { sd: 5, source: "Author 2020" },
  // @ts-expect-error Only a published threshold can be inclusive.
  { sd: 5, r: 0.9, inclusive: true, source: "Author 2020" },
  // @ts-expect-error The source is needed.
  { threshold: 6 },
];

const item: Item = { id: "a", text: "A", scale: { points } };
const header = { id: "i", version: "1", title: "I", items: [item] };
export const instruments: Instrument[] = [
  { ...header, score: { range }, lead: { en: "Lead" }, sections: [{ id: "s", text: "S" }] },
  // @ts-expect-error A section has a text.
  { ...header, score: { range }, sections: [{ id: "s" }] },
  // @ts-expect-error Items are needed.
  { id: "i", version: "1", title: "I", score: { range } },
];

export const answers: Answers[] = [
  { a: 1, b: "not-applicable", c: null },
  // @ts-expect-error A value is a number.
  { a: "1" },
  // @ts-expect-error The short form is a string.
  { a: { notApplicable: true } },
];

/** Code of a host that forgets an instrument without a total. */
export function percentOfRange({ outcome, answers: [answer], change }: FeedbackResult): number {
  // @ts-expect-error Each of them may be null.
  const percent = (outcome.total - outcome.min) / (outcome.max - outcome.min);
  // @ts-expect-error The answer may be absent or null.
  const doubled = answer.value * 2;
  // @ts-expect-error A threshold may be unknown.
  const threshold: number = change?.threshold;
  return percent + doubled + threshold;
}

/** Code that a host writes with the new fields. */
export function describe({ outcome, answers, change }: FeedbackResult): string {
  const skipped = answers.filter((answer) => answer.notApplicable === true).length;
  const bands: (string | null)[] = outcome.subscales.map((subscale) => subscale.band);
  const sides: (number | undefined)[] = outcome.alerts.map((alert) => alert.below ?? alert.above);
  const best: "high" | "low" = outcome.better;
  return [skipped, ...bands, ...sides, best, change?.inclusive].join();
}

export function listen(feedback: HTMLElementTagNameMap["rapport-feedback"]): void {
  feedback.addEventListener("rapport-change", ({ detail }) => {
    const value: number | null = detail.notApplicable ? null : detail.value;
    feedback.answers = { ...detail.answers, again: value };
    // @ts-expect-error An outcome's total may be null.
    const total: number = detail.outcome.total;
    return total;
  });
}
