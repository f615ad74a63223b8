// Where the bytes of rapport.wasm are, as Twiggy tells: by crate, and ours by module. The program is shrunk as a release
// is, but keeps its functions' names.
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { binaryen, enabled, small } from "../www/shrink.mjs";

const FOLDER = join("target", "bytes");
const NAMED = join(FOLDER, "named.wasm");
const built = join("target", "wasm32-unknown-unknown", "small", "rapport-feedback.wasm");
const run = (tool, ...given) => execFileSync(tool, given, { encoding: "utf8", maxBuffer: 1e8 });

mkdirSync(FOLDER, { recursive: true });
run("wasm-bindgen", "--target", "web", "--keep-debug", "--no-typescript", "--out-dir", FOLDER, built);
binaryen("wasm-opt", ...enabled, ...small, "--strip-dwarf", "-g", join(FOLDER, "rapport-feedback_bg.wasm"), "-o", NAMED);

// The crate that a function is of, ours with its module; what the linker and the glue made is of none.
function home(name) {
  const plain = name.replace(/\[[0-9a-f]{8,16}\]/g, "");
  const [, path] = plain.match(/^[<&*\[\(]*(?:dyn |mut |const )*((?:\w+::)+)/) ?? [];
  const [crate, module] = path?.split("::") ?? [];
  return crate === "rapport" ? `rapport: ${module}` : plain.startsWith("feedback_") ? "rapport: element" : (crate ?? "not of a crate");
}

const bytes = new Map();
const add = (where, size) => bytes.set(where, (bytes.get(where) ?? 0) + size);
for (const { name, shallow_size: size } of JSON.parse(run("twiggy", "top", "-n", "100000", "--format", "json", NAMED))) {
  const section = name.match(/^data segment|^custom section|^"function names"|section headers|^(type|import|export|elem|table|global)\b/);
  if (/name|custom section/.test(name) && section) {
    continue; // what a release does not have
  }
  add(/^data segment/.test(name) ? "data: texts, names, tables" : section ? "headers" : home(name), size);
}
const sorted = [...bytes].sort(([, a], [, b]) => b - a);
const whole = sorted.reduce((sum, [, size]) => sum + size, 0);
console.log("\n| of rapport.wasm, uncompressed | KiB | % |\n|---|---|---|");
for (const [where, size] of sorted.filter(([, size]) => size > whole / 200)) {
  console.log(`| ${where} | ${(size / 1024).toFixed(1)} | ${((100 * size) / whole).toFixed(1)} |`);
}
