/** Fetches the build without WebAssembly where the browser or the policy refuses the other. */
export function loadWithoutWasm(): void {
  document.addEventListener("rapport-error", ({ detail }) => {
    if (detail.code === "wasm-blocked") void import("rapport-feedback/nowasm");
  });
}
