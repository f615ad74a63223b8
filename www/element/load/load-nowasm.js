// The build for pages whose policy blocks WebAssembly: the same module as plain JavaScript.
import createGlue from "rapport-glue";
import { yieldToMain } from "../async.js";
import { RecoverableForm } from "../crash-recovery.js";
import { guardExports } from "../guard-exports.js";
import { ALL_TEXTS } from "../texts.js";

const createInstance = async (onCrash, adoption) => {
  const { Feedback, exports, setExports } = createGlue(adoption);
  setExports(guardExports(exports, onCrash));
  await yieldToMain();
  return new Feedback(ALL_TEXTS);
};

export const load = async () => (snapshot) => RecoverableForm.create(createInstance, snapshot);

// In a page that has another build of this release, the element is defined already: it takes the load() of this one.
const DefinedElement = globalThis.customElements?.get("rapport-feedback");
if (DefinedElement?.prototype.version === VERSION) {
  DefinedElement[Symbol.for("rapport-load")](load);
}
