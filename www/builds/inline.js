// One file: the program is inside this script, and nothing is fetched.
import packed from "rapport-wasm";
import { forms } from "./compiled.js";

export const load = () =>
  forms(async () => {
    const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    return WebAssembly.compile(await new Response(stream).arrayBuffer());
  });
