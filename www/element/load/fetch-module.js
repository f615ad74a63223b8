// Fetches a WASM module and compiles it.

export async function fetchModule(url, integrity) {
  const response = await fetch(url, { integrity });
  if (!response.ok) {
    throw new Error(`${response.url}: status ${response.status}, expected 200`);
  }
  // compileStreaming() rejects any other type, which a server that does not know .wasm sends.
  return response.headers.get("content-type")?.startsWith("application/wasm")
    ? WebAssembly.compileStreaming(response)
    : WebAssembly.compile(await response.arrayBuffer());
}
