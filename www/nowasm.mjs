// The program as plain JavaScript, for pages that refuse WebAssembly: the wasm of a build for the oldest of its machines,
// which is all that Binaryen's wasm2js knows.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { binaryen, small, stripped } from "./shrink.mjs";

const FOLDER = join("target", "nowasm");

// Its glue, and the program that the glue is about.
export function compiled(wasm) {
  const at = (name) => join(FOLDER, "glue", name);
  rmSync(at(""), { recursive: true, force: true });
  mkdirSync(at(""), { recursive: true });
  const bound = ["--target", "bundler", "--no-typescript", "--out-dir", at(""), "--out-name", "program", wasm];
  execFileSync("wasm-bindgen", bound, { stdio: "inherit" });
  binaryen("wasm-opt", ...small, ...stripped, at("program_bg.wasm"), "-o", at("small.wasm"));
  binaryen("wasm2js", "-Oz", at("small.wasm"), "-o", at("program.js"));
  return {
    glue: growing(readFileSync(at("program_bg.js"), "utf8")),
    compiled: readFileSync(at("program.js"), "utf8").replace("./program_bg.js", "rapport-glue"),
  };
}

// Memory that grows leaves its old buffer detached, by which the glue knows. In plain JavaScript it is only another one.
function growing(glue) {
  const checks = [
    ["cachedUint8ArrayMemory0.byteLength === 0", "cachedUint8ArrayMemory0.buffer !== wasm.memory.buffer"],
    ["cachedDataViewMemory0.buffer.detached === true", "cachedDataViewMemory0.buffer !== wasm.memory.buffer"],
  ];
  return checks.reduce((glue, [by, instead]) => {
    if (!glue.includes(by)) {
      throw new Error(`wasm-bindgen's glue no longer has ${by}: it has to notice in another way that memory grew`);
    }
    return glue.replaceAll(by, instead);
  }, glue);
}
