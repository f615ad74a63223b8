import assert from "node:assert/strict";
import { test } from "node:test";
import { applyMinifiedNames, compareBuffers, importGlue, renameYewProperties } from "../../scripts/glue.mjs";

const GLUE = `const import0 = {
        __wbg_width_1: function(arg0) {
            return arg0.__yew_listener_id;
        },
    };
    return { "./rapport-feedback_bg.js": import0 };
    wasm.feedback_new();`;
const NAMES = { imports: [["./rapport-feedback_bg.js", "__wbg_width_1", "a"]], exports: [["feedback_new", "b"]] };

test("imports and exports get their minified names", () => {
  const glue = applyMinifiedNames(GLUE, NAMES);
  assert.match(glue, /\ba\(arg0\) \{/);
  assert.match(glue, /\{ "a": import0 \}/);
  assert.match(glue, /wasm\.b\(\)/);
});

test("a name that the module does not have fails the build", () => {
  assert.throws(() => applyMinifiedNames(GLUE, { ...NAMES, exports: [] }), /feedback_new found/);
  assert.throws(() => applyMinifiedNames(GLUE, { ...NAMES, imports: [] }), /__wbg_width_1 found/);
});

test("Yew's properties are renamed", () => {
  assert.match(renameYewProperties(GLUE), /arg0\.__rapport_listener_id/);
});

test("generated code without the expected place fails the build", () => {
  for (const change of [renameYewProperties, compareBuffers, importGlue, (glue) => applyMinifiedNames(glue, NAMES)]) {
    assert.throws(() => change("let wasm;"), /missing; find the new place/);
  }
});
