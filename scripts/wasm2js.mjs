// Compiles the WASM module to plain JavaScript, for pages whose policy blocks WebAssembly. wasm2js reads only the first
// version of WebAssembly, so the module is built with `-Ctarget-cpu=mvp`.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { compareBuffers, importGlue } from "./glue.mjs";
import { SIZE_OPTIONS, STRIP_OPTIONS, runBinaryen } from "./wasm-opt.mjs";

const DIRECTORY = join("target", "nowasm", "glue");
const output = (name) => join(DIRECTORY, name);

// Returns the source of the glue, and of the module as JavaScript.
export function wasm2js(wasmPath) {
  rmSync(DIRECTORY, { recursive: true, force: true });
  mkdirSync(DIRECTORY, { recursive: true });
  const options = ["--target", "bundler", "--no-typescript", "--out-dir", DIRECTORY, "--out-name", "module"];
  execFileSync("wasm-bindgen", [...options, wasmPath], { stdio: "inherit" });
  runBinaryen("wasm-opt", ...SIZE_OPTIONS, ...STRIP_OPTIONS, output("module_bg.wasm"), "-o", output("small.wasm"));
  runBinaryen("wasm2js", "-Oz", output("small.wasm"), "-o", output("module.js"));
  return {
    glue: compareBuffers(readFileSync(output("module_bg.js"), "utf8")),
    moduleScript: importGlue(readFileSync(output("module.js"), "utf8")),
  };
}
