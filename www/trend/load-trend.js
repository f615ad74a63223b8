// Loads the WASM module of <rapport-trend> from beside the script, once for all elements of the page.
import createGlue from "rapport-glue";
import { yieldToMain } from "../element/async.js";
import { guardExports } from "../element/guard-exports.js";
import { diagnoseBlocking } from "../element/load/csp-diagnosis.js";
import { fetchModule } from "../element/load/fetch-module.js";

let loading;

// Resolves to a trend in an instance of its own, which draws in `place`. An exception out of the instance ends it, and
// is passed to `onCrash` after the calls that run in it have returned.
export async function createInstance(place, host, onCrash) {
  try {
    return await diagnoseBlocking(async () => {
      loading ??= fetchModule(new URL("rapport-trend.wasm", import.meta.url), INTEGRITY);
      const module = await loading;
      await yieldToMain();
      const { Trend, getImports, finalize } = createGlue();
      const { exports } = await WebAssembly.instantiate(module, getImports());
      finalize({ exports: guardExports(exports, (error) => queueMicrotask(() => onCrash(error))) }, module);
      await yieldToMain();
      return new Trend(host, place);
    });
  } catch (error) {
    loading = undefined; // the next element tries again
    if (error.code === "wasm-blocked") {
      error.message = "WebAssembly is blocked: allow 'wasm-unsafe-eval' in script-src";
    }
    throw error;
  }
}
