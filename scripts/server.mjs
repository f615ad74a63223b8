// Builds the module for servers, `rapport-server.js`: glue, script and WASM module in one file, for every runtime.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { build } from "esbuild";
import { virtualModules } from "./bundle.mjs";
import { FEATURE_OPTIONS, STRIP_OPTIONS, runBinaryen } from "./wasm-opt.mjs";

const WASM = join("target", "server", "wasm32-unknown-unknown", "release", "rapport_node.wasm");
const DIRECTORY = join("target", "server", "glue");
const output = (name) => join(DIRECTORY, name);
const KIB = 1024;

// Returns the module, optimised for speed, and its glue.
function bindgen() {
  rmSync(DIRECTORY, { recursive: true, force: true });
  mkdirSync(DIRECTORY, { recursive: true });
  const options = ["--target", "web", "--no-typescript", "--out-dir", DIRECTORY, "--out-name", "module"];
  execFileSync("wasm-bindgen", [...options, WASM], { stdio: "inherit" });
  runBinaryen("wasm-opt", "-O3", ...FEATURE_OPTIONS, ...STRIP_OPTIONS, output("module_bg.wasm"), "-o", output("fast.wasm"));
  return { glue: readFileSync(output("module.js"), "utf8"), wasm: readFileSync(output("fast.wasm")) };
}

// Returns a module whose default export makes new glue at each call: the glue keeps the state of one instance in module
// variables, and a trap ends an instance.
async function glueFactory(glue) {
  const { outputFiles } = await build({
    stdin: { contents: 'import { Core, initSync, maxLine } from "wasm-bindgen-glue"; result = { Core, initSync, maxLine };' },
    bundle: true,
    write: false,
    format: "iife",
    target: "es2022",
    // The script frees an instrument itself, and only in the instance that has it.
    define: { FinalizationRegistry: "undefined", "Symbol.dispose": "undefined" },
    logOverride: { "empty-import-meta": "silent" },
    plugins: [virtualModules({ "wasm-bindgen-glue": () => ({ contents: glue }) })],
  });
  return `export default () => { let result; ${outputFiles[0].text} return result; };`;
}

// Writes the script. Prints its size.
export async function writeServerModule(path) {
  const { glue, wasm } = bindgen();
  const factory = await glueFactory(glue);
  const modules = {
    "rapport-glue": () => ({ contents: factory }),
    "rapport-wasm": () => ({ contents: `export default "${wasm.toString("base64")}";` }),
  };
  const { outputFiles } = await build({
    entryPoints: [join("bindings", "node", "index.js")],
    bundle: true,
    minify: true,
    write: false,
    charset: "utf8",
    format: "esm",
    target: "es2022",
    plugins: [virtualModules(modules)],
  });
  const script = outputFiles[0].contents;
  writeFileSync(path, script);
  const sizes = [wasm, script].map((bytes) => (brotliCompressSync(bytes).length / KIB).toFixed(1));
  console.log(`rapport-server.js: ${sizes[1]} KiB brotli, of it the module ${sizes[0]}`);
}
