// Inputs of callers: data, text or bytes, and anything hostile. Each gives a typed error or a problem by path.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { inspect } from "node:util";
import { Instrument, InvalidAnswers, InvalidInstrument } from "../../dist/npm/rapport-server.js";

const session = Instrument.builtIn("session");
const text = readFileSync("tests/data/result.json", "utf8");
const sent = JSON.parse(text);
const problemsOf = (run) => {
  try {
    run();
  } catch (error) {
    return error.problems ?? assert.fail(error.stack);
  }
  return assert.fail("no error");
};

test("data, text and bytes give the same", () => {
  const expected = { result: sent, problems: [] };
  const bytes = new Uint8Array(Buffer.from(text));
  for (const result of [sent, text, Buffer.from(text), bytes, new DataView(bytes.buffer), bytes.buffer]) {
    assert.deepEqual(session.verify(result), expected);
  }
  const history = [{ total: 40 }, { total: 60 }, { total: 72.5 }];
  for (const given of [history, JSON.stringify(history), Buffer.from(JSON.stringify(history))]) {
    assert.deepEqual(session.verify(sent, { history: given }), expected);
  }
});

test("each value of a result that was changed is found", () => {
  // These cannot be calculated again; of others only the form is checked.
  const free = new Set(["sessionId", "attempt", "durationMs"]);
  const change = (value) => (typeof value === "number" ? value + 1 : typeof value === "boolean" ? !value : "changed");
  const visit = (value, path) => {
    for (const [key, member] of Object.entries(value)) {
      const at = [...path, key];
      if (member && typeof member === "object") {
        visit(member, at);
      } else if (!free.has(at[0]) && !(at[0] === "answers" && ["firstInteractionMs", "changes"].includes(key))) {
        const tampered = structuredClone(sent);
        at.slice(0, -1).reduce((object, name) => object[name], tampered)[key] = change(member);
        const { problems } = session.verify(tampered, { history: [{ total: 40 }, { total: 60 }, { total: 72.5 }] });
        // The language is any string.
        assert.equal(problems.length > 0, at[0] !== "lang", at.join("."));
      }
    }
  };
  visit(sent, []);
});

test("what is no JSON is a problem by path, and never no answer", () => {
  const cyclic = {};
  cyclic.safe = cyclic;
  const values = [NaN, Infinity, -Infinity, 1n, "82", true, [], {}, 101, 0.5, "\ud800", cyclic];
  for (const value of values) {
    const [problem] = problemsOf(() => session.score({ safe: value }));
    assert.match(problem.path, /^answers/, String(value));
    assert.equal(problem.fatal, true);
  }
  const odd = [undefined, null, 5, "", "x", "NaN", [], () => 1, Symbol("x"), cyclic, Buffer.from([0xff, 0xfe]), NaN];
  for (const result of odd) {
    const verified = session.verify(result);
    assert.equal(verified.result, null);
    assert.match(verified.problems[0].path, /^result/);
  }
  const thrower = { get safe() { throw new Error("no"); } };
  assert.match(problemsOf(() => session.score(thrower))[0].path, /^answers/);
});

test("an object whose content JSON leaves out is never read as no answer", () => {
  const form = new URLSearchParams({ safe: "82" });
  const throwing = { get [Symbol.toStringTag]() { throw new Error("no"); } };
  const odd = [Promise.resolve({ safe: 82 }), new Map([["safe", 82]]), new Set([82]), form, new SharedArrayBuffer(2), /x/, throwing];
  for (const data of [...odd, new Error("x"), new Proxy(new Map(), {})]) {
    assert.equal(problemsOf(() => session.score(data))[0].path, "answers");
    assert.equal(problemsOf(() => session.toFHIR(sent, data))[0].path, "options");
    assert.equal(session.verify(data).problems[0].path, "result");
  }
  for (const value of [() => 82, Symbol("x"), class {}]) {
    assert.equal(problemsOf(() => session.score({ safe: value }))[0].path, "answers.safe");
    assert.equal(problemsOf(() => session.toFHIR(sent, { subject: value }))[0].path, "options.subject");
  }
  for (const empty of [{}, Object.create(null), new (class Answers {})()]) {
    assert.equal(session.score(empty).outcome.answered, 0);
  }
});

test("a key that occurs twice is refused by path", () => {
  const twice = text.replace('"total": 69', '"total": 99, "total": 69');
  const problem = { path: "result.outcome.total", expected: "each key once", fatal: true, fault: "unreadable" };
  assert.deepEqual(session.verify(twice), { result: null, problems: [problem] });
  assert.deepEqual(problemsOf(() => session.toFHIR(twice)), [problem]);
  assert.match(session.rescore('{"answers":{"safe":1},"answers":{}}'), /answers: unreadable; expected each key once/);
});

test("a byte order mark is no JSON, in bytes as in a text", () => {
  const marked = `\ufeff${text}`;
  for (const result of [marked, Buffer.from(marked)]) {
    assert.deepEqual(session.verify(result).problems.map(({ fault }) => fault), ["unreadable"]);
  }
});

test("deep and huge data give one problem", () => {
  const deep = JSON.parse("[".repeat(5000) + "]".repeat(5000));
  const huge = "x".repeat(60_000_000);
  const before = process.memoryUsage().rss;
  for (const data of [deep, huge, { safe: huge }, new Array(2_000_000).fill(0), `"${huge}"`]) {
    assert.equal(session.verify(data).result, null);
    assert.match(problemsOf(() => session.score(data))[0].path, /^answers/);
    assert.match(problemsOf(() => new Instrument(data))[0].path, /^instrument/);
  }
  assert.ok(process.memoryUsage().rss - before < 600e6);
});

test("a lone surrogate is refused, and never replaced", () => {
  const lone = text.replace(/"sessionId": "/, '$&\ud800');
  assert.notEqual(lone, text);
  assert.equal(session.verify(lone).problems[0].fault, "unreadable");
  assert.equal(session.verify({ ...sent, sessionId: "a\udc00" }).problems[0].fault, "unreadable");
  assert.deepEqual(session.verify({ ...sent, sessionId: "🙂" }).result.sessionId, "🙂");
  assert.match(session.rescore('{"answers":{"\ud800":1}}'), /unreadable/);
  // After a backslash, an escaped surrogate would be another text, and a valid one.
  const escaped = text.replace(/"sessionId": "/, '$&\\\ud800');
  assert.deepEqual(session.verify(escaped).problems.map(({ fault }) => fault), ["unreadable"]);
  assert.match(session.rescore('{"answers":{},"x":"\\\ud800"}'), /unreadable/);
  assert.throws(() => session.toQuestionnaire("https://example.org/\ud800"), TypeError);
});

test("errors have their class and problems, and print no answer", () => {
  const cases = [
    [InvalidInstrument, () => new Instrument({}), "instrument.id"],
    [InvalidInstrument, () => Instrument.builtIn("other"), "id"],
    [InvalidInstrument, () => Instrument.fromQuestionnaire({}), "questionnaire.resourceType"],
    [InvalidAnswers, () => session.score({ safe: 1234567 }), "answers.safe"],
    [InvalidAnswers, () => session.score({}, { history: [{ total: 1234567 }] }), "history[0].total"],
    [InvalidAnswers, () => session.toFHIR({ ...sent, status: "partial" }), "result.status"],
    [InvalidAnswers, () => session.toFHIR(sent, { subjet: "Patient/1234567" }), "options.subjet"],
  ];
  for (const [type, run, path] of cases) {
    assert.throws(run, (error) => {
      assert.ok(error instanceof type && error instanceof Error);
      assert.equal(error.name, type === InvalidAnswers ? "InvalidAnswers" : "InvalidInstrument");
      assert.equal(error.problems[0].path, path);
      assert.ok(error.message.startsWith(`${path}: `), error.message);
      assert.ok(!/1234567/.test(inspect(error) + JSON.stringify(error) + error.stack), inspect(error));
      return true;
    });
  }
});

test("the message of a difference has neither the score nor the number sent", () => {
  const tampered = { ...sent, outcome: { ...sent.outcome, total: 1234567 } };
  assert.throws(() => session.toFHIR(tampered), (error) => {
    assert.equal(error.message, "result.outcome.total: another value than the verified result has");
    assert.deepEqual(error.problems, [
      { path: "result.outcome.total", found: 1234567, expected: "69", fatal: true, fault: "difference" },
    ]);
    return true;
  });
});

test("a wrong option is a TypeError: ignoring it would change scores", () => {
  const history = [{ total: 40 }];
  for (const options of [history, { histroy: history }, { history, other: 1 }, "history", 5]) {
    assert.throws(() => session.verify(sent, options), TypeError);
    assert.throws(() => session.score({}, options), TypeError);
  }
  assert.throws(() => session.rescore(["{}"]), TypeError);
  assert.throws(() => session.rescore("{}", { line: 5 }), TypeError);
  assert.deepEqual(session.verify(sent, undefined), session.verify(sent, { history: undefined }));
});

test("a definition keeps its warnings, and changes to copies have no effect", () => {
  const warned = new Instrument({ ...session.definition, colour: "red" });
  assert.deepEqual(warned.warnings.map(({ path, fault }) => [path, fault]), [["instrument.colour", "unknown key"]]);
  warned.definition.items.length = 0;
  warned.warnings.length = 0;
  assert.equal(warned.definition.items.length, 5);
  assert.equal(warned.warnings.length, 1);
  const read = Instrument.fromQuestionnaire(session.toQuestionnaire("https://example.org/q"), { score: { range: [0, 100] } });
  assert.equal(read.score({ safe: 1 }).outcome.items, 5);
  assert.equal(session.toFHIR(sent, { subject: "Patient/1" }).entry[0].resource.subject.reference, "Patient/1");
});
