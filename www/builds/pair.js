// The normal build: the program lies beside this script, and is fetched when it is wanted.
import { forms } from "./compiled.js";

// A program whose hash is not the one that this script was built with is refused by the browser. Of a wrong type it is
// taken too, only slower.
export const load = (src, integrity) =>
  forms(async () => {
    const from = src || new URL("rapport.wasm", import.meta.url);
    const response = await fetch(from, { integrity: integrity ?? INTEGRITY });
    if (!response.ok) {
      throw new Error(`${response.url}: the server said ${response.status}`);
    }
    return response.headers.get("content-type")?.startsWith("application/wasm")
      ? WebAssembly.compileStreaming(response)
      : WebAssembly.compile(await response.arrayBuffer());
  });
