// The WASM instance that all instruments of a thread share. After a trap its memory may be inconsistent, so a new
// instance takes its place.
import createGlue from "rapport-glue";
import base64 from "rapport-wasm";

let module;
let current;

// Decoding by `Uint8Array.from` takes 53 ms in Node.js 20, this loop 4 ms.
function decode(text) {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < binary.length; index += 1) {
    bytes[index] = binary.charCodeAt(index);
  }
  return bytes;
}

function createInstance() {
  module ??= new WebAssembly.Module(decode(base64));
  const glue = createGlue();
  glue.initSync({ module });
  return { Core: glue.Core, maxLine: glue.maxLine() };
}

export function currentInstance() {
  current ??= createInstance();
  return current;
}

// Calls `run`. Strings that it throws are problems, from Rust; anything else is a trap, which ends the instance.
export function guard(instance, run) {
  try {
    return run();
  } catch (error) {
    if (typeof error === "string") {
      throw error;
    }
    if (current === instance) {
      current = undefined;
    }
    throw new Error("the scoring module failed; the next call uses a new instance of it", { cause: error });
  }
}
