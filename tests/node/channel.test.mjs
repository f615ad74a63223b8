import assert from "node:assert/strict";
import { test } from "node:test";
import { importScript, until } from "./bundled.mjs";

const { connect } = await importScript("isolated/channel.js");

// Connects both ends of a channel. Returns the messages that the second end handled.
function open(t, kinds) {
  const { port1, port2 } = new MessageChannel();
  t.after(() => port1.close());
  const handled = [];
  const handlers = Object.fromEntries(kinds.map((kind) => [kind, (message) => handled.push(message)]));
  connect(port2, handlers);
  return { handled, port: port1, send: connect(port1, {}) };
}

test("messages reach the handlers of their kinds, in order", async (t) => {
  const { handled, send } = open(t, ["update", "submit"]);
  send("update", { revision: 3 });
  send("submit");
  await until(() => handled.length === 2);
  assert.deepEqual(handled, [
    { kind: "update", number: 1, revision: 3 },
    { kind: "submit", number: 2 },
  ]);
});

test("malformed, repeated and unordered messages are ignored", async (t) => {
  const { handled, port } = open(t, ["submit"]);
  const ignored = [
    null,
    1,
    "submit",
    [],
    {},
    { kind: "submit" },
    { kind: "submit", number: 2 },
    { kind: "other", number: 1 },
    { kind: "__proto__", number: 1 },
    { kind: "toString", number: 1 },
  ];
  ignored.forEach((message) => port.postMessage(message));
  port.postMessage({ kind: "submit", number: 1 });
  port.postMessage({ kind: "submit", number: 1 });
  port.postMessage({ kind: "submit", number: 2, last: true });
  await until(() => handled.at(-1)?.last);
  assert.deepEqual(handled.map(({ number }) => number), [1, 2]);
});
