import assert from "node:assert/strict";
import { test } from "node:test";
import { importScript } from "./bundled.mjs";

const { EventFilter, postResult, withoutAnswerTexts } = await importScript("isolated/submit-url.js");

test("an event for the page contains no answer", () => {
  const detail = { id: "1", attempt: 1, status: "complete", answers: [{ value: 3 }], outcome: { total: 3 } };
  assert.deepEqual(new EventFilter().filter("rapport-submit", detail), { id: "1", attempt: 1, status: "complete" });
});

test("the page learns whether an item is answered, and not how often it changes", () => {
  const filter = new EventFilter();
  const change = (value) => filter.filter("rapport-change", { item: "a", value });
  assert.deepEqual(change(1), { item: "a" });
  assert.equal(change(2), undefined);
  assert.deepEqual(change(null), { item: "a" });
  assert.equal(filter.filter("rapport-input", { item: "a", value: 3 }), undefined);
});

test("a form that begins again reports its answers again", () => {
  const filter = new EventFilter();
  filter.filter("rapport-change", { item: "a", value: 1 });
  filter.reset();
  assert.deepEqual(filter.filter("rapport-change", { item: "a", value: 1 }), { item: "a" });
});

test("the page's phrasing of answers is removed", () => {
  const config = {
    properties: { strings: { value: "v", submit: "s" } },
    script: { strings: { valueAt: "v", valueNear: "v", skip: "k" } },
  };
  assert.deepEqual(withoutAnswerTexts(config), {
    properties: { strings: { submit: "s" } },
    script: { strings: { skip: "k" } },
  });
  assert.deepEqual(withoutAnswerTexts({ properties: {}, script: null }), { properties: {}, script: null });
});

test("a result is stored if the server answers with a status of success", async (t) => {
  const requests = [];
  let response = { ok: true };
  t.mock.method(globalThis, "fetch", async (url, options) => {
    requests.push({ url, ...options });
    return response;
  });
  assert.equal(await postResult("/feedback", { id: "1" }), true);
  assert.deepEqual([requests[0].url, requests[0].body, requests[0].redirect], ["/feedback", '{"id":"1"}', "error"]);
  response = { ok: false, status: 500, url: "https://forms.example.org/feedback" };
  const message = "https://forms.example.org/feedback: status 500, expected 200 to 299";
  await assert.rejects(postResult("/feedback", {}), (reason) => reason === message);
});
