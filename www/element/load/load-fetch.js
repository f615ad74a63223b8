// The normal build: fetches rapport.wasm from beside the script.
import { createFactory } from "./instantiate.js";

export const load = (src, integrity) =>
  createFactory(async () => {
    const url = src || new URL("rapport.wasm", import.meta.url);
    const response = await fetch(url, { integrity: integrity ?? INTEGRITY });
    if (!response.ok) {
      throw new Error(`${response.url}: status ${response.status}, expected 200`);
    }
    // compileStreaming() rejects any other type, which a server that does not know .wasm sends.
    return response.headers.get("content-type")?.startsWith("application/wasm")
      ? WebAssembly.compileStreaming(response)
      : WebAssembly.compile(await response.arrayBuffer());
  });
