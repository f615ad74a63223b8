// A browser that refuses WebAssembly until the page calls unblockWasm().
const blocked = ["compile", "compileStreaming", "instantiate"];
const originals = blocked.map((name) => [name, WebAssembly[name]]);
for (const name of blocked) {
  WebAssembly[name] = () => Promise.reject(new Error("refused on purpose"));
}
window.unblockWasm = () => Object.assign(WebAssembly, Object.fromEntries(originals));
