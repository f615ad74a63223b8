import assert from "node:assert/strict";
import { test } from "node:test";
import { importScript } from "./bundled.mjs";

const { UNCOMPARED_KEYS, errorMessage, parseConfigScript, toBoundedJson, toJson, toSafeString } =
  await importScript("element/json-copy.js");
const TOO_LARGE = "more than 100000 values or 4000000 characters";

test("a copy shares no object with the original", () => {
  const original = { items: [{ id: "a" }] };
  const copy = toBoundedJson(original);
  original.items[0].id = "b";
  assert.deepEqual(copy, { items: [{ id: "a" }] });
});

test("only an absent value is copied as null", () => {
  assert.equal(toBoundedJson(undefined), null);
  assert.equal(toBoundedJson(null), null);
  for (const value of [Symbol("s"), () => 1, new Date(NaN), { toJSON: () => null }]) {
    assert.equal(typeof toBoundedJson(value), "string");
  }
});

test("numbers that JSON does not have become strings", () => {
  assert.deepEqual(toBoundedJson([NaN, Infinity, 10n, 1.5]), ["NaN", "Infinity", "10", 1.5]);
});

test("toJSON methods that old libraries define on every array and object are ignored", () => {
  const value = { items: [{ id: "a" }], at: new Date(0), own: { toJSON: () => [1] } };
  const expected = { items: [{ id: "a" }], at: "1970-01-01T00:00:00.000Z", own: [1] };
  const prototypes = [Array.prototype, Object.prototype];
  const returned = [];
  for (const method of [() => "[]", () => ({})]) {
    prototypes.forEach((prototype) => Object.defineProperty(prototype, "toJSON", { configurable: true, value: method }));
    returned.push(toBoundedJson(value), JSON.parse(toJson(value)), parseConfigScript('{ "history": [{ "total": 1 }] }'));
    prototypes.forEach((prototype) => delete prototype.toJSON);
  }
  const history = { history: [{ total: 1 }] };
  assert.deepEqual(returned, [expected, expected, history, expected, expected, history]);
});

test("omitted keys are left out at every level", () => {
  const result = { total: 3, answers: [1], quality: {}, nested: { alerts: [], total: 4 } };
  assert.deepEqual(toBoundedJson(result, UNCOMPARED_KEYS), { total: 3, nested: { total: 4 } });
});

test("data beyond the limits is refused with a message", () => {
  let deep = 1;
  for (let level = 0; level < 200; level += 1) {
    deep = [deep];
  }
  const long = "x".repeat(4_000_001);
  for (const value of [Array(100_001).fill(0), long, { [long]: 1 }, deep, new Uint8Array(1)]) {
    assert.equal(toBoundedJson(value), TOO_LARGE);
  }
  assert.equal(toBoundedJson("x".repeat(4_000_000)).length, 4_000_000);
});

test("many siblings are no deep nesting", () => {
  const siblings = Array.from({ length: 500 }, (_, index) => ({ index }));
  assert.deepEqual(toBoundedJson({ siblings }), { siblings });
});

test("an exception of the host's object becomes a message", () => {
  const throwing = {
    get total() {
      throw new Error("from the getter");
    },
  };
  const circular = {};
  circular.self = circular;
  assert.equal(toBoundedJson(throwing), "from the getter");
  assert.equal(typeof toBoundedJson(circular), "string");
});

test("every thrown value has a message", () => {
  const hostile = {
    get message() {
      throw new Error();
    },
  };
  const cases = [
    [new Error("full"), "full"],
    ["full", "full"],
    [new Error(""), "unknown"],
    [undefined, "undefined"],
    [Object.create(null), "object"],
    [hostile, "object"],
  ];
  for (const [reason, message] of cases) {
    assert.equal(errorMessage(reason), message);
  }
  assert.equal(toSafeString(Object.create(null)), "object");
});

test("a script's history is copied without the members that no comparison needs", () => {
  const script = '{ "instrument": "one", "history": [{ "total": 3, "answers": [1] }], "answers": { "overall": 5 } }';
  assert.deepEqual(parseConfigScript(script), {
    instrument: "one",
    answers: { overall: 5 },
    history: [{ total: 3 }],
  });
});

test("a script that is empty gives no data, and one that is not JSON gives a message", () => {
  assert.deepEqual(parseConfigScript(""), {});
  assert.match(parseConfigScript("{ nonsense"), /JSON/);
  assert.equal(parseConfigScript("x".repeat(4_000_001)), TOO_LARGE);
});
