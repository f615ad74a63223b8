import assert from "node:assert/strict";
import { test } from "node:test";
import { importScript } from "./bundled.mjs";

const { dispatch } = await importScript("element/dispatch.js");

function elementWith(listeners, localEvents = false) {
  const element = Object.assign(new EventTarget(), { localEvents });
  Object.entries(listeners).forEach(([name, listener]) => element.addEventListener(name, listener));
  return element;
}

test("an event without a listener is neither prevented nor saved", () => {
  assert.deepEqual(dispatch(elementWith({}), "rapport-submit", {}), { prevented: false, saved: false });
});

test("a prevented submit event waits for no promise", () => {
  const element = elementWith({
    "rapport-submit": (event) => {
      event.waitUntil(Promise.resolve());
      event.preventDefault();
    },
  });
  assert.deepEqual(dispatch(element, "rapport-submit", {}), { prevented: true, saved: false });
});

test("a submit event is saved once its promises are fulfilled", async () => {
  const element = elementWith({ "rapport-submit": (event) => event.waitUntil(Promise.resolve("stored")) });
  const { prevented, saved } = dispatch(element, "rapport-submit", {});
  assert.deepEqual([prevented, await saved], [false, true]);
});

test("waitUntil throws after the event was dispatched", () => {
  let submit;
  dispatch(elementWith({ "rapport-submit": (event) => (submit = event) }), "rapport-submit", {});
  assert.throws(() => submit.waitUntil(Promise.resolve()), { message: "waitUntil: called too late" });
});

test("only the submit event can be prevented and has waitUntil", () => {
  let change;
  const element = elementWith({ "rapport-change": (event) => (change = event) });
  assert.deepEqual(dispatch(element, "rapport-change", { item: "a" }), { prevented: false, saved: false });
  assert.deepEqual([change.cancelable, change.waitUntil], [false, undefined]);
  assert.deepEqual(change.detail, { schema: "rapport/1", item: "a" });
});

test("local events do not bubble", () => {
  for (const isLocal of [false, true]) {
    let event;
    const element = elementWith({ "rapport-open": (opened) => (event = opened) }, isLocal);
    dispatch(element, "rapport-open", {});
    assert.deepEqual([event.bubbles, event.composed], [!isLocal, !isLocal]);
  }
});
