// The single-file build: the WASM module is a string in the script, a character for each byte.
import wasmText, { CODE_POINT_OFFSET } from "rapport-wasm-text";
import { createFactory } from "./instantiate.js";

export const load = () =>
  createFactory(() => {
    const bytes = new Uint8Array(wasmText.length);
    for (let index = 0; index < bytes.length; index += 1) {
      bytes[index] = wasmText.charCodeAt(index) - CODE_POINT_OFFSET;
    }
    return WebAssembly.compile(bytes);
  });
