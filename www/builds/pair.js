// The normal build: the program lies beside this script, and is fetched when it is wanted.
import init, { Feedback } from "rapport-program";
import { explained } from "./explained.js";

export { Feedback };

// A program whose hash is not the one that this script was built with is refused by the browser.
export const load = (src, integrity) =>
  explained(() => {
    const from = src || new URL("rapport.wasm", import.meta.url);
    return init({ module_or_path: fetch(from, { integrity: integrity ?? INTEGRITY }) });
  });
