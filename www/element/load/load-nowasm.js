// The build for pages whose policy blocks WebAssembly: the same module as plain JavaScript.
import createGlue from "rapport-glue";
import { yieldToMain } from "../async.js";
import { RecoverableForm } from "../crash-recovery.js";
import { guardExports } from "../guard-exports.js";

const createInstance = async (onCrash) => {
  const { Feedback, exports, setExports } = createGlue();
  setExports(guardExports(exports, onCrash));
  await yieldToMain();
  return new Feedback();
};

export const load = async () => (snapshot) => RecoverableForm.create(createInstance, snapshot);

// In a page that has another build of this release, the element is defined already: it takes the load() of this one.
const DefinedElement = globalThis.customElements?.get("rapport-feedback");
if (DefinedElement?.prototype.version === VERSION) {
  DefinedElement[Symbol.for("rapport-load")](load);
}
