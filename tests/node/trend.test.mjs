import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { attributeLists, readManifest, tokenRules, trendTexts } from "../../scripts/page-data.mjs";
import { importScript } from "./bundled.mjs";

const { createFormats } = await importScript("trend/formats.js");
const { copyData, parseScript } = await importScript("trend/host-data.js");
const HOUR = 3600 * 1000;

test("wall clock is the instant plus the offset of the time zone then", () => {
  const { wallClock } = createFormats("en", "Europe/Berlin");
  for (const [at, offset] of [
    ["2026-03-29T00:59:59.250Z", 1],
    ["2026-03-29T01:00:00.000Z", 2],
    ["2026-10-25T00:59:59.999Z", 2],
    ["2026-10-25T01:00:00.000Z", 1],
    ["1969-12-31T23:00:00.001Z", 1],
  ]) {
    assert.equal(wallClock(Date.parse(at)), Date.parse(at) + offset * HOUR, at);
  }
  assert.equal(createFormats("en", "Asia/Kathmandu").wallClock(0), 5.5 * HOUR); // until 1985
});

test("an instant that no Date has gives no exception", () => {
  const { wallClock, date } = createFormats("en", "UTC");
  assert.equal(wallClock(1e20), 1e20);
  assert.equal(date(Number.NaN, 0), "");
});

test("unknown zones and languages fall back to those of the browser, and are known as such", () => {
  const unknown = createFormats("en", "Mars/Olympus");
  assert.equal(unknown.isZoneKnown, false);
  assert.equal(unknown.zone, new Intl.DateTimeFormat().resolvedOptions().timeZone);
  assert.equal(createFormats("en", null).isZoneKnown, true);
  assert.equal(createFormats("not a tag!", "UTC").date(0, 4), "1970");
});

test("numbers have at most six decimals and no negative zero", () => {
  const { number } = createFormats("de", "UTC");
  assert.deepEqual([12.4, -0, -3.5, 1 / 3].map(number), ["12,4", "0", "-3,5", "0,333333"]);
});

test("plural categories are those of CLDR", () => {
  const { plural } = createFormats("ar", "UTC");
  assert.deepEqual([0, 1, 2, 3, 11, 100].map(plural), [0, 1, 2, 3, 4, 5]);
});

test("an entry that cannot be copied leaves the others", () => {
  const thrower = {
    get id() {
      throw new Error("no");
    },
  };
  assert.deepEqual(copyData("results", [{ id: "a" }, thrower, { id: "b" }]), [{ id: "a" }, "no", { id: "b" }]);
  assert.deepEqual(copyData("bundle", { resourceType: "Bundle", entry: [{ a: 1 }, thrower] }), {
    resourceType: "Bundle",
    entry: [{ a: 1 }, "no"],
  });
  assert.equal(copyData("results", ""), null);
});

test("a thousand long results are copied, more than the memory allows are not", () => {
  const result = { answers: Array.from({ length: 40 }, (_, item) => ({ item: `item-${item}`, value: 3, changes: 1, ms: 4 })) };
  const copies = copyData("results", Array(1000).fill(result));
  assert.deepEqual(copies[999], result); // 200,000 values
  const large = copyData("results", Array(30).fill({ text: "x".repeat(1e6) }));
  assert.equal(large.length, 30);
  assert.equal(typeof large[29], "string");
});

test("a Bundle keeps more entries than the module reads, which reports them", () => {
  const length = (entries) => copyData("bundle", { entry: Array(entries).fill({}) }).entry.length;
  assert.deepEqual([7000, 10_001, 20_000].map(length), [7000, 10_001, 10_001]);
  assert.equal(copyData("bundle", [{ entry: Array(7000).fill({}) }])[0].entry.length, 7000);
});

test("a script that is no JSON object gives the reason", () => {
  assert.deepEqual(parseScript(" "), {});
  assert.deepEqual(parseScript('{ "results": [] }'), { results: [] });
  for (const text of ["[1]", "5", "{ results: }", "null"]) {
    assert.equal(typeof parseScript(text), "string", text);
  }
});

test("attributes and properties are those of the manifest's second element", () => {
  assert.deepEqual(attributeLists(readManifest(), "rapport-trend"), {
    ATTRIBUTES: ["compare", "axis", "time-zone", "theme", "lang", "dir"],
    BOOLEAN_ATTRIBUTES: [],
    STRING_ATTRIBUTES: ["compare", "axis", "time-zone", "theme"],
    OBJECT_PROPERTIES: ["results", "instruments", "bundle", "events"],
    EVENTS: ["rapport-trend-ready", "rapport-trend-select", "rapport-error"],
    CUSTOM_PROPERTIES: [],
  });
});

test("each language has a message of a failure", () => {
  const texts = trendTexts();
  assert.deepEqual(texts.map(([tag]) => tag), JSON.parse(readFileSync("src/strings/languages.json", "utf8")));
  assert.ok(texts.every((entry) => entry.length === 4 && entry.every((text) => text?.length > 0)));
});

test("rules of .root are taken from the style sheet, in their media queries", () => {
  const css = ".root {\n  --a: 1;\n}\n\n.panel {\n  color: red;\n}\n\n@media print {\n  .root {\n    --a: 2;\n  }\n\n  .panel {\n    color: blue;\n  }\n}\n";
  const rules = tokenRules(css).replace(/\s+/g, " ");
  assert.equal(rules.trim(), ".root { --a: 1; } @media print { .root { --a: 2; } }");
});
