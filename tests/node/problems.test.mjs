import assert from "node:assert/strict";
import { test } from "node:test";
import { importScript } from "./bundled.mjs";

const { describeProblems } = await importScript("element/problems.js");

test("each problem names the path, the value found as JSON, and the values allowed", () => {
  const problems = [
    { path: "mode", found: "popup", expected: 'one of "inline", "dialog"', fatal: false },
    { path: "instrument.items[1].low", expected: "a string of 1 to 10000 characters", fatal: true },
    { path: "history[0].total", found: null, expected: "a number", fatal: false },
    { path: "strings.x", found: 1, expected: "one of submit, skip", fault: "unknown key", fatal: false },
  ];
  assert.deepEqual(describeProblems(problems).split("; "), [
    'mode: found "popup", expected one of "inline", "dialog"',
    "instrument.items[1].low: missing, expected a string of 1 to 10000 characters",
    "history[0].total: found null, expected a number",
    "strings.x: unknown key",
    "expected one of submit, skip",
  ]);
});
