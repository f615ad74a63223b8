import assert from "node:assert/strict";
import { test } from "node:test";
import { importScript } from "./bundled.mjs";

const { RetryablePromise, SAVE_TIMEOUT_MS, withTimeout, yieldToMain } = await importScript("element/async.js");

// Replaces the timers. Returns those that are set, by id.
function fakeTimers(t) {
  const timers = new Map();
  t.mock.method(globalThis, "setTimeout", (task, ms, ...args) => {
    const id = timers.size + 1;
    timers.set(id, { ms, run: () => task(...args) });
    return id;
  });
  t.mock.method(globalThis, "clearTimeout", (id) => timers.delete(id));
  return timers;
}

test("promises that are all fulfilled resolve to true, and clear the time-out", async (t) => {
  const timers = fakeTimers(t);
  assert.equal(await withTimeout([Promise.resolve("stored"), 1]), true);
  assert.equal(timers.size, 0);
});

test("a rejected promise rejects with its message, and clears the time-out", async (t) => {
  const timers = fakeTimers(t);
  const throwing = {
    then() {
      throw new Error("odd");
    },
  };
  for (const [promise, message] of [
    [Promise.reject(new Error("full")), "full"],
    [Promise.reject("offline"), "offline"],
    [throwing, "odd"],
  ]) {
    await assert.rejects(withTimeout([promise]), (reason) => reason === message);
  }
  assert.equal(timers.size, 0);
});

test("a promise that does not settle is rejected after 30 seconds", async (t) => {
  const timers = fakeTimers(t);
  const saved = withTimeout([new Promise(() => {})]);
  const [{ ms, run }] = timers.values();
  assert.equal(ms, SAVE_TIMEOUT_MS);
  assert.equal(ms, 30_000);
  run();
  await assert.rejects(saved, (reason) => reason === "waitUntil: not settled within 30 seconds");
});

test("yielding lets other tasks run first", async () => {
  const order = [];
  setTimeout(() => order.push("task"));
  await yieldToMain();
  order.push("after");
  assert.deepEqual(order, ["task", "after"]);
});

test("a promise is the same until it is rejected and retried", async () => {
  const ready = new RetryablePromise();
  const first = ready.promise;
  ready.retry();
  assert.equal(ready.promise, first);
  ready.reject(new Error("no network"));
  await assert.rejects(ready.promise, { message: "no network" });
  assert.equal(ready.promise, first);
  ready.retry();
  assert.notEqual(ready.promise, first);
  ready.resolve();
  assert.equal(await ready.promise, undefined);
});

test("a promise that is resolved after a rejection is a new one", async () => {
  const ready = new RetryablePromise();
  ready.reject(new Error("config-invalid"));
  const rejected = ready.promise;
  ready.resolve();
  await ready.promise;
  await assert.rejects(rejected);
});
