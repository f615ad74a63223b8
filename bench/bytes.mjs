// Lists the bytes of rapport.wasm by crate, and of this crate by module, with Twiggy. The module is optimised as in a
// release, but keeps its functions' names.
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { FEATURE_OPTIONS, SIZE_OPTIONS, runBinaryen } from "../scripts/wasm-opt.mjs";

const FOLDER = join("target", "bytes");
const BUILT = join("target", "wasm32-unknown-unknown", "small", "rapport-feedback.wasm");
const BOUND = join(FOLDER, "rapport-feedback_bg.wasm");
const NAMED = join(FOLDER, "named.wasm");
const run = (tool, ...args) => execFileSync(tool, args, { encoding: "utf8", maxBuffer: 1e8 });

mkdirSync(FOLDER, { recursive: true });
run("wasm-bindgen", "--target", "web", "--keep-debug", "--no-typescript", "--out-dir", FOLDER, BUILT);
runBinaryen("wasm-opt", ...FEATURE_OPTIONS, ...SIZE_OPTIONS, "--strip-dwarf", "-g", BOUND, "-o", NAMED);

// Returns the crate of a function, for this crate with its module. Functions of the linker and the glue have none.
function crateOf(name) {
  const withoutHashes = name.replace(/\[[0-9a-f]{8,16}\]/g, "");
  const [, path] = withoutHashes.match(/^[<&*\[\(]*(?:dyn |mut |const )*((?:\w+::)+)/) ?? [];
  const [crate, module] = path?.split("::") ?? [];
  if (crate === "rapport") {
    return `rapport: ${module}`;
  }
  return withoutHashes.startsWith("feedback_") ? "rapport: element" : (crate ?? "not of a crate");
}

const SECTION = /^data segment|^custom section|^"function names"|section headers|^(type|import|export|elem|table|global)\b/;
const bytes = new Map();
const add = (part, size) => bytes.set(part, (bytes.get(part) ?? 0) + size);
for (const { name, shallow_size: size } of JSON.parse(run("twiggy", "top", "-n", "100000", "--format", "json", NAMED))) {
  const isSection = SECTION.test(name);
  if (/name|custom section/.test(name) && isSection) {
    continue; // stripped from a release
  }
  add(/^data segment/.test(name) ? "data: texts, names, tables" : isSection ? "headers" : crateOf(name), size);
}
const sorted = [...bytes].sort(([, a], [, b]) => b - a);
const total = sorted.reduce((sum, [, size]) => sum + size, 0);
console.log("\n| of rapport.wasm, uncompressed | KiB | % |\n|---|---|---|");
for (const [part, size] of sorted.filter(([, size]) => size > total / 200)) {
  console.log(`| ${part} | ${(size / 1024).toFixed(1)} | ${((100 * size) / total).toFixed(1)} |`);
}
