// One file: the program is inside this script, and nothing is fetched.
import init, { Feedback } from "rapport-program";
import packed from "rapport-wasm";
import { explained } from "./explained.js";

export { Feedback };

export const load = () =>
  explained(async () => {
    const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    return init({ module_or_path: await new Response(stream).arrayBuffer() });
  });
