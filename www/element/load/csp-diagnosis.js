// Distinguishes a Content Security Policy that blocks WebAssembly from other failures to load: it has a remedy.

const EMPTY_MODULE = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);

export async function diagnoseBlocking(load) {
  try {
    return await load();
  } catch (error) {
    try {
      await WebAssembly.instantiate(EMPTY_MODULE);
    } catch {
      const message = "WebAssembly is blocked: allow 'wasm-unsafe-eval' in script-src, or load rapport.nowasm.js";
      throw Object.assign(new Error(message), { code: "wasm-blocked" });
    }
    throw error;
  }
}
