// What a careful developer would write in plain Node.js: the same lines in, the same scores out. It knows all of the
// scoring rule that the instrument of the benchmark needs, and checks answers as examples/rescore.rs does.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

const instrument = JSON.parse(readFileSync(process.argv[2], "utf8"));
const { scale, score, items, subscales = [] } = instrument;
const { decimals = 1 } = score;
const unit = 10 ** decimals;
const places = new Map(items.map((item, place) => [item.id, place]));

const round = (value) => (Math.sign(value) * Math.round(Math.abs(value) * unit)) / unit;

function scored(own, values, [lo, hi], round) {
  let [reached, possible, answered] = [0, 0, 0];
  for (const place of own) {
    if (values[place] !== null) {
      const { reverse = false, weight = 1 } = items[place];
      reached += weight * (reverse ? scale.max - values[place] : values[place] - scale.min);
      possible += weight * (scale.max - scale.min);
      answered += 1;
    }
  }
  const total = answered === own.length ? round(lo + ((hi - lo) * reached) / possible) : null;
  return { total, min: lo, max: hi, answered, items: own.length, prorated: false };
}

function read(line) {
  const { answers, instrument: asked } = JSON.parse(line);
  if (asked && asked.id !== instrument.id) {
    throw new Error(`another instrument: ${asked.id}`);
  }
  const entries = Array.isArray(answers) ? answers.map(({ item, value }) => [item, value]) : Object.entries(answers);
  const values = items.map(() => null);
  const seen = new Set();
  for (const [id, value] of entries) {
    const place = places.get(id);
    if (place === undefined || seen.has(id)) {
      throw new Error(`no item, or twice: ${id}`);
    }
    seen.add(id);
    const steps = (value - scale.min) / scale.step;
    if (value !== null && !(Number.isInteger(steps) && value >= scale.min && value <= scale.max)) {
      throw new Error(`not on the scale: ${value}`);
    }
    values[place] = value;
  }
  return values;
}

function rescored(values) {
  const all = items.map((_, place) => place);
  const { total, ...rest } = scored(all, values, score.range, round);
  const percent = total === null ? null : scored(all, values, [0, 100], (value) => Math.round(value * 10) / 10).total;
  const parts = subscales.map(({ id, range }) => {
    const { total, ...rest } = scored(all.filter((place) => items[place].subscale === id), values, range, round);
    return { id, score: total, ...rest };
  });
  return { outcome: { total, percent, ...rest, subscales: parts, band: null, alerts: [] }, change: null };
}

let number = 0;
for await (const line of createInterface({ input: process.stdin })) {
  number += 1;
  try {
    process.stdout.write(`${JSON.stringify(rescored(read(line)))}\n`);
  } catch (error) {
    process.exitCode = 1;
    process.stdout.write(`${JSON.stringify({ error: error.message, line: number })}\n`);
  }
}
