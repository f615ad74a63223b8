// Whether a program that does not start was refused by the page's policy, and what helps then.

const EMPTY = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0); // the smallest program there is

export async function explained(start) {
  try {
    return await start();
  } catch (error) {
    try {
      await WebAssembly.instantiate(EMPTY);
    } catch {
      const message = "WebAssembly is refused here: allow 'wasm-unsafe-eval' in script-src, or load rapport.nowasm.js";
      throw Object.assign(new Error(message), { code: "wasm-blocked" });
    }
    throw error;
  }
}
