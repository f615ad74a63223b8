import assert from "node:assert/strict";
import { test } from "node:test";
import { applyMinifiedNames, compareBuffers, importGlue, removeUnused, renameYewProperties } from "../../scripts/glue.mjs";

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

test("unused code is removed, and closures are still freed", () => {
  const registry = (name) => `const ${name} = (typeof FinalizationRegistry === 'undefined')
    ? { register: () => {}, unregister: () => {} }
    : new FinalizationRegistry(state => wasm.free_${name}(state, 1));`;
  const glue = `class Feedback {
    __destroy_into_raw() {
        FeedbackFinalization.unregister(this);
    }
    free() {
        wasm.__wbg_feedback_free(this.__destroy_into_raw(), 0);
    }
    constructor() {
        FeedbackFinalization.register(this, this.__wbg_ptr, this);
    }
}
let result;
try {
    result = arg0 instanceof Element;
} catch (_) {
    result = false;
}
const ret = result;
return ret;
${registry("FeedbackFinalization")}
${registry("CLOSURE_DTORS")}`;
  assert.equal(removeUnused(glue).replace(/\s+/g, " "),
    "class Feedback { constructor() { } } return arg0 instanceof Element; const CLOSURE_DTORS = " +
      "new FinalizationRegistry(state => wasm.free_CLOSURE_DTORS(state, 1));");
});

test("generated code without the expected place fails the build", () => {
  for (const change of [renameYewProperties, removeUnused, compareBuffers, importGlue, (glue) => applyMinifiedNames(glue, NAMES)]) {
    assert.throws(() => change("let wasm;"), /missing; find the new place/);
  }
});
