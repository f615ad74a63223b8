// Completes dist/ to a release, after Trunk: the build without WebAssembly, types, hashes, and the npm package.
import { createHash } from "node:crypto";
import { copyFileSync, cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { compiled } from "./nowasm.mjs";
import { script } from "./script.mjs";

const dist = (name) => join("dist", name);
const wasm = join("target", "nowasm", "wasm32-unknown-unknown", "small", "rapport-feedback.wasm");

writeFileSync(dist("rapport.nowasm.js"), await script("loader.js", "nowasm", compiled(wasm)));
const size = brotliCompressSync(readFileSync(dist("rapport.nowasm.js"))).length;
console.log(`rapport.nowasm.js: ${(size / 1024).toFixed(1)} KiB brotli`);
