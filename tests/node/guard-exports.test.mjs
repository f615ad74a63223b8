import assert from "node:assert/strict";
import { test } from "node:test";
import { importScript } from "./bundled.mjs";

const { guardExports } = await importScript("element/guard-exports.js");

test("functions and other exports work as before a crash", () => {
  const memory = { buffer: new ArrayBuffer(8) };
  const guarded = guardExports({ memory, add: (a, b) => a + b }, assert.fail);
  assert.equal(guarded.memory, memory);
  assert.equal(guarded.add(2, 3), 5);
});

test("the first exception is reported once and ends the instance", () => {
  const crashes = [];
  let calls = 0;
  const exports = {
    run: () => (calls += 1),
    trap: () => {
      throw new Error("unreachable");
    },
  };
  const guarded = guardExports(exports, (error) => crashes.push(error.message));
  guarded.run();
  assert.deepEqual(guarded.trap(), []);
  assert.deepEqual(guarded.run(), []);
  guarded.trap();
  assert.deepEqual([crashes, calls], [["unreachable"], 1]);
});

test("a crash in a nested call ends the outer call", () => {
  const crashes = [];
  const exports = {
    outer: () => {
      guarded.inner();
      throw new Error("unwound");
    },
    inner: () => {
      throw new Error("unreachable");
    },
  };
  const guarded = guardExports(exports, (error) => crashes.push(error.message));
  assert.deepEqual(guarded.outer(), []);
  assert.deepEqual(crashes, ["unreachable"]);
});
