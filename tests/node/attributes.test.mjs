import assert from "node:assert/strict";
import { test } from "node:test";
import { attributeLists, readManifest } from "../../scripts/page-data.mjs";
import { importScript } from "./bundled.mjs";

const lists = attributeLists(readManifest());

test("the class observes each attribute in each spelling, and has each writable property", async () => {
  const { RapportFeedback } = await importScript("element/rapport-feedback.js");
  const lowerCase = lists.ATTRIBUTES.filter((name) => name.includes("-")).map((name) => name.replaceAll("-", ""));
  const observed = [...lists.ATTRIBUTES, ...lowerCase, ...lists.OBJECT_PROPERTIES];
  assert.deepEqual([...RapportFeedback.observedAttributes].sort(), observed.sort());
  for (const name of ["openOn", "localEvents", "instrument", ...lists.OBJECT_PROPERTIES]) {
    assert.ok(Object.getOwnPropertyDescriptor(RapportFeedback.prototype, name).set, name);
  }
});

test("lists follow from the types of attributes and members", () => {
  const attribute = (name, text) => ({ name, type: { text } });
  const field = (name, text, more) => ({ kind: "field", name, type: { text }, ...more });
  const manifest = {
    modules: [
      {
        declarations: [
          {
            customElement: true,
            tagName: "rapport-feedback",
            attributes: [attribute("open", "boolean"), attribute("session-id", "string"), attribute("lang", "string")],
            members: [
              field("observedAttributes", "string[]", { static: true }),
              field("open", "boolean", { attribute: "open", reflects: true }),
              field("sessionId", "string | null", { attribute: "session-id", reflects: true }),
              field("instrument", "Instrument | string | null", { attribute: "instrument" }),
              field("history", "History | null"),
              field("result", "FeedbackResult | null", { readonly: true }),
              { kind: "method", name: "show" },
            ],
            events: [{ name: "rapport-ready", type: { text: "CustomEvent" } }],
            cssProperties: [{ name: "--rapport-gap", syntax: "<length>" }],
          },
        ],
      },
    ],
  };
  assert.deepEqual(attributeLists(manifest), {
    ATTRIBUTES: ["open", "session-id", "lang"],
    BOOLEAN_ATTRIBUTES: ["open"],
    STRING_ATTRIBUTES: ["session-id"],
    OBJECT_PROPERTIES: ["history"],
    EVENTS: ["rapport-ready"],
    CUSTOM_PROPERTIES: ["--rapport-gap"],
  });
});

test("each list names the attributes and properties of the element", () => {
  assert.deepEqual(lists.BOOLEAN_ATTRIBUTES, [
    "open",
    "review",
    "show-value",
    "keep-draft",
    "local-events",
    "disabled",
    "required",
  ]);
  assert.deepEqual(lists.OBJECT_PROPERTIES, ["history", "strings", "answers"]);
  const others = lists.ATTRIBUTES.filter(
    (name) => !lists.BOOLEAN_ATTRIBUTES.includes(name) && !lists.STRING_ATTRIBUTES.includes(name),
  );
  assert.deepEqual(others, ["instrument", "lang", "dir"]);
});
