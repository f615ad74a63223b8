// The normal build: fetches rapport.wasm from beside the script.
import { fetchModule } from "./fetch-module.js";
import { createFactory } from "./instantiate.js";

export const load = (src, integrity) =>
  createFactory(() => fetchModule(src || new URL("rapport.wasm", import.meta.url), integrity ?? INTEGRITY));
