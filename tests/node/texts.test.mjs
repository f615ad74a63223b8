import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { formTexts } from "../../scripts/page-data.mjs";
import { importScript } from "./bundled.mjs";

const { Texts, format, localize } = await importScript("element/texts.js");
const { describeResponse, isResponse, snap } = await importScript("element/early/content.js");

test("the script has each key in each language, the fallback first, and not the texts of later screens", () => {
  const { keys, languages, builtIn } = formTexts();
  const names = keys.split("\n");
  assert.equal(languages[0][0], "en");
  for (const [tag, texts] of languages) {
    assert.equal(texts.split("\n").length, names.length, tag);
    assert.ok(["ltr", "rtl"].includes(texts.split("\n")[names.indexOf("dir")]), tag);
  }
  assert.deepEqual(builtIn, { session: ["safe", "understood", "together", "open", "helpful"], one: ["overall"] });
  assert.ok(names.includes("failed") && !names.includes("thanks"));
});

test("the nearest language is chosen as the module chooses it", () => {
  for (const [lang, expected, locale] of [
    ["de-AT", "de", "de-AT"],
    ["zh-CN", "zh-Hans", "zh-CN"],
    ["ZH-hans-HK", "zh-Hans", "ZH-hans-HK"],
    ["sw", "en", "en"],
    ["", "en", "en"],
  ]) {
    const texts = new Texts(lang);
    assert.deepEqual([texts.lang, texts.locale], [expected, locale], lang);
  }
  assert.deepEqual(localize({ en: "calm", pt_BR: "calmo" }, "pt"), ["pt-BR", "calmo"]);
  assert.deepEqual(localize({ en: "calm", pt: "calmo" }, "fr"), ["en", "calm"]);
  assert.deepEqual(localize("calm", "fr"), ["", "calm"]);
  for (const text of ["", 5, null, {}, { en: 5 }, []]) {
    assert.throws(() => localize(text, "en"), JSON.stringify(text));
  }
});

test("built-in instruments have the version that the module has", () => {
  const { builtInVersion } = JSON.parse(readFileSync("src/limits.json", "utf8"));
  assert.deepEqual(["session", "one"].map((id) => new Texts("de").builtIn(id).version), [builtInVersion, builtInVersion]);
});

test("a host replaces texts, and removes them by an empty string", () => {
  const texts = new Texts("de", { submit: { de: "Los" }, optional: "", skip: null });
  assert.deepEqual([texts.text("submit"), texts.text("optional"), texts.text("skip")], ["Los", "", "Überspringen"]);
  assert.deepEqual(texts.replacement("submit"), ["de", "Los"]);
});

test("an empty string leaves out the texts of the first screen that the documentation marks", () => {
  const marked = [...readFileSync("docs/texts.md", "utf8").matchAll(/^\| `(\w+)` \\\* \|/gm)].map(([, key]) => key);
  const { keys } = formTexts();
  assert.ok(marked.includes("crisis"));
  for (const key of keys.split("\n").filter((key) => key !== "crisis" && !key.includes("."))) {
    assert.equal(new Texts("en", { [key]: "" }).text(key) === "", marked.includes(key), key);
  }
});

test("a slider's response is described by its end if it is within a tenth", () => {
  const item = { scale: { min: 0, max: 100, step: 1 }, ends: [["", "Bad"], ["", "Good"]] };
  const texts = new Texts("en");
  const words = [0, 10, 11, 50, 95, 100, undefined].map((value) => describeResponse(item, value, texts));
  assert.deepEqual(words, [
    "0 out of 100: Bad",
    "10 out of 100, near “Bad”",
    "11 out of 100",
    "50 out of 100",
    "95 out of 100, near “Good”",
    "100 out of 100: Good",
    "not answered",
  ]);
  assert.equal(format("{a}, {b}", { a: 1 }), "1, ");
});

test("values off the scale are no responses, and halves are rounded up", () => {
  const scale = { min: 0, max: 100, step: 5 };
  assert.deepEqual([82.4, 82.5, -3, 104].map((raw) => snap(scale, raw)), [80, 85, 0, 100]);
  const responses = [80, 82, -5, "80", null, undefined, NaN, "not-applicable"];
  assert.deepEqual(responses.map((response) => isResponse({ scale }, response)), [true, ...Array(7).fill(false)]);
  const item = { scale: { points: [{ value: 1 }, { value: 3 }] }, notApplicable: ["", "No"] };
  assert.deepEqual([1, 2, "not-applicable"].map((response) => isResponse(item, response)), [true, false, true]);
});
