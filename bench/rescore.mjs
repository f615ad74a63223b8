// Rescores in plain Node.js, as a careful developer would write it: the same lines in, the same scores out. Implements
// the part of the scoring rule that the benchmark's instrument needs, and checks answers as `rapport rescore` does.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

const instrument = JSON.parse(readFileSync(process.argv[2], "utf8"));
const { scale, score, items, subscales = [] } = instrument;
const { decimals = 1, better = "high" } = score;
const factor = 10 ** decimals;
const indexes = new Map(items.map((item, index) => [item.id, index]));

const roundTotal = (value) => (Math.sign(value) * Math.round(Math.abs(value) * factor)) / factor;
const roundPercent = (value) => Math.round(value * 10) / 10;

function scoreItems(scored, values, [low, high], round) {
  let [reached, possible, answered] = [0, 0, 0];
  for (const index of scored) {
    if (values[index] !== null) {
      const { reverse = false, weight = 1 } = items[index];
      reached += weight * (reverse ? scale.max - values[index] : values[index] - scale.min);
      possible += weight * (scale.max - scale.min);
      answered += 1;
    }
  }
  const total = answered === scored.length ? round(low + ((high - low) * reached) / possible) : null;
  return { total, min: low, max: high, answered, items: scored.length, prorated: false };
}

function readValues(line) {
  const { answers, instrument: ref } = JSON.parse(line);
  if (ref && ref.id !== instrument.id) {
    throw new Error(`instrument.id: found ${JSON.stringify(ref.id)}, expected ${JSON.stringify(instrument.id)}`);
  }
  const entries = Array.isArray(answers) ? answers.map(({ item, value }) => [item, value]) : Object.entries(answers);
  const values = items.map(() => null);
  const seen = new Set();
  for (const [id, value] of entries) {
    const index = indexes.get(id);
    if (index === undefined || seen.has(id)) {
      throw new Error(`answers: found ${JSON.stringify(id)}, expected each item's id at most once`);
    }
    seen.add(id);
    const steps = (value - scale.min) / scale.step;
    if (value !== null && !(Number.isInteger(steps) && value >= scale.min && value <= scale.max)) {
      throw new Error(`answers.${id}: found ${JSON.stringify(value)}, expected a value of the scale`);
    }
    values[index] = value;
  }
  return values;
}

function rescore(values) {
  const all = items.map((_, index) => index);
  const { total, ...rest } = scoreItems(all, values, score.range, roundTotal);
  const percent = total === null ? null : scoreItems(all, values, [0, 100], roundPercent).total;
  const subscaleScores = subscales.map(({ id, range, ...part }) => {
    const inSubscale = all.filter((index) => items[index].subscale === id);
    const { total, ...rest } = scoreItems(inSubscale, values, range, roundTotal);
    return { id, score: total, ...rest, better: part.better ?? better, band: null };
  });
  return { outcome: { total, percent, better, ...rest, subscales: subscaleScores, band: null, alerts: [] }, change: null };
}

let number = 0;
for await (const line of createInterface({ input: process.stdin })) {
  number += 1;
  try {
    process.stdout.write(`${JSON.stringify(rescore(readValues(line)))}\n`);
  } catch (error) {
    process.exitCode = 1;
    process.stdout.write(`${JSON.stringify({ error: error.message, line: number })}\n`);
  }
}
