// Makes a form factory of a WASM module that is compiled once: each form has an instance of its own.
import createGlue from "rapport-glue";
import { yieldToMain } from "../async.js";
import { RecoverableForm } from "../crash-recovery.js";
import { guardExports } from "../guard-exports.js";
import { ALL_TEXTS } from "../texts.js";
import { diagnoseBlocking } from "./csp-diagnosis.js";

export const createFactory = (compile) =>
  diagnoseBlocking(async () => {
    const module = await compile();
    await yieldToMain();
    const createInstance = async (onCrash, adoption) => {
      const { Feedback, getImports, finalize } = createGlue(adoption);
      const { exports } = await WebAssembly.instantiate(module, getImports());
      finalize({ exports: guardExports(exports, onCrash) }, module);
      await yieldToMain();
      return new Feedback(ALL_TEXTS);
    };
    return (snapshot) => diagnoseBlocking(() => RecoverableForm.create(createInstance, snapshot));
  });
