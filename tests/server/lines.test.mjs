// Lines in, lines out: in order, numbered, and in bounded memory.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Instrument } from "../../dist/npm/rapport-server.js";

const session = Instrument.builtIn("session");
const line = (value) => JSON.stringify({ answers: { safe: value, understood: 1, together: 1, open: 1, helpful: 1 } });
const parse = (text) => text.split("\n").slice(0, -1).map((row) => JSON.parse(row));

test("each line gives a line in the same order, across pieces", () => {
  const values = Array.from({ length: 20_000 }, (_, index) => index % 101);
  const rows = parse(session.rescore(values.map(line).join("\n")));
  assert.deepEqual(rows.map(({ outcome }) => outcome.total), values.map((value) => Math.round((value + 4) * 2) / 10));
});

test("faulty lines are numbered across pieces, whatever ends them", () => {
  const wide = JSON.stringify({ answers: {}, note: "ä".repeat(200_000) });
  const long = JSON.stringify({ answers: {}, note: "x".repeat(3_000_000) });
  const lines = ["{", wide, line(1), "", long, `${line(2)}\r`, wide, "nul", line(101), long];
  for (const end of ["", "\n"]) {
    const rows = parse(session.rescore(lines.join("\n") + end, { firstLine: 11 }));
    assert.deepEqual(rows.map((row) => row.line), [11, undefined, undefined, 14, 15, undefined, undefined, 18, 19, 20]);
    assert.equal(rows[4].error, "line: unreadable; expected at most 524288 bytes");
    assert.equal(rows[8].error, "answers.safe: found 101, expected a value from 0 to 100 in steps of 1");
  }
  assert.equal(session.rescore(""), "");
  assert.equal(parse(session.rescore("\n\n")).length, 2);
});

test("the number of the first line is a line's number", () => {
  for (const firstLine of ["7", 0, -1, 1.5, NaN, Infinity, 2 ** 31, 2 ** 32, 2 ** 53, 5n, true, {}, Symbol("1")]) {
    assert.throws(() => session.rescore("{", { firstLine }), TypeError, String(firstLine));
  }
  for (const firstLine of [1, 2 ** 31 - 1]) {
    assert.deepEqual(parse(session.rescore("{\n{", { firstLine })).map((row) => row.line), [firstLine, firstLine + 1]);
  }
  assert.equal(parse(session.rescore("{", { firstLine: undefined }))[0].line, 1);
});

test("bytes give the bytes of what their text gives", () => {
  const encoder = new TextEncoder();
  const lines = Array.from({ length: 5_000 }, (_, index) => line(index % 103)).concat("ä", '{"answers":{"ü":1}}', "");
  const text = lines.join("\n");
  const expected = session.rescore(text, { firstLine: 3 });
  const bytes = encoder.encode(`##${text}##`).subarray(2, -2);
  for (const given of [bytes, Buffer.from(text)]) {
    const rescored = session.rescore(given, { firstLine: 3 });
    assert.equal(rescored.constructor, Uint8Array);
    assert.equal(new TextDecoder().decode(rescored), expected);
  }
  assert.equal(session.rescore(new Uint8Array()).length, 0);
});

test("a line that is not UTF-8 is faulty, and the others are scored", () => {
  const bytes = Buffer.concat([Buffer.from(`${line(1)}\n`), Buffer.of(0xff, 0x0a), Buffer.from(line(2))]);
  const rows = parse(new TextDecoder().decode(session.rescore(bytes)));
  assert.deepEqual(rows.map(({ error, line: number }) => [error, number]), [
    [undefined, undefined], ["line: unreadable; expected UTF-8", 2], [undefined, undefined],
  ]);
});

test("the largest line is scored and a longer one is not", () => {
  const most = 512 * 1024;
  const sized = (size) => `{"answers":{},"x":"${"x".repeat(size - 21)}"}`;
  const rows = parse(session.rescore([sized(most), sized(most + 1), sized(most)].join("\n")));
  assert.deepEqual(rows.map(({ error }) => error !== undefined), [false, true, false]);
});

test("no error repeats a string of its line", () => {
  const secret = "I told nobody";
  const faulty = [
    `"${secret}"`, secret, `{"answers":"${secret}"}`, `{"answers":{"safe":"${secret}"}}`, `{"answers":{"${secret}":1}}`,
    `{"answers":[{"item":"${secret}"}]}`, `{"answers":{},"note":"${secret}`, `{"answers":{"safe":1}} ${secret}`,
  ];
  const text = session.rescore(faulty.join("\n"));
  assert.equal(parse(text).filter(({ error }) => error).length, faulty.length);
  assert.ok(!text.includes("nobody"), text);
});
