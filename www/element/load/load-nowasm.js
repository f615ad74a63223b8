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
