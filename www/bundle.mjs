// Runs at the end of every Trunk build: shrinks the program, makes the scripts that need no further build of it, and
// prints the sizes. A release above its limit fails the build.
import { createHash } from "node:crypto";
import { copyFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { script } from "./script.mjs";
import { binaryen, enabled, small, stripped } from "./shrink.mjs";

const KIB = 1024;
// Of a page that waits for the program: the script is wanted at once, the pair for a form that shows.
const LIMITS = { "rapport.js": 10 * KIB, "rapport.js + rapport.wasm": 88 * KIB };

const staged = (name) => join(process.env.TRUNK_STAGING_DIR, name);
const [glue, raw] = [staged("rapport-feedback.js"), staged("rapport-feedback_bg.wasm")];

// Shrinks the program down to the names that it and its glue know each other by. Returns the glue with them.
function shrink(wasm) {
  const short = "--minify-imports-and-exports-and-modules";
  const names = JSON.parse(binaryen("wasm-opt", ...enabled, ...small, ...stripped, short, raw, "-o", wasm));
  const exported = new Map(names.exports);
  const imported = new Map(names.imports.map(([, name, to]) => [name, to]));
  const text = readFileSync(glue, "utf8");
  return text
    .replaceAll("./rapport-feedback_bg.js", "a")
    .replace(/(?<=\bwasm\.)\w+/g, (name) => exported.get(name) ?? name)
    .replace(/\b__wb\w+(?=: )/g, (name) => imported.get(name) ?? name);
}

const program = { glue: shrink(staged("rapport.wasm")), wasm: readFileSync(staged("rapport.wasm")) };
program.integrity = `sha384-${createHash("sha384").update(program.wasm).digest("base64")}`;
writeFileSync(staged("rapport.js"), await script("loader.js", "pair", program));
writeFileSync(staged("rapport.inline.js"), await script("loader.js", "inline", program));
writeFileSync(staged("rapport-embed.js"), await script("loader.js", "isolated"));
writeFileSync(staged("rapport-frame.js"), await script("frame.js", "pair", program));
// What tells Trunk what to build is nothing for the page.
const page = staged("index.html");
writeFileSync(page, readFileSync(page, "utf8").replace(/<link data-trunk[^>]*>\s*/g, ""));
for (const name of ["instrument.schema.json", "result.schema.json"]) {
  copyFileSync(join("schema", name), staged(name));
}
rmSync(glue);
rmSync(raw);

const size = (name) => brotliCompressSync(readFileSync(staged(name))).length;
const sizes = { "rapport.js": size("rapport.js"), "rapport.wasm": size("rapport.wasm") };
sizes["rapport.js + rapport.wasm"] = sizes["rapport.js"] + sizes["rapport.wasm"];
for (const name of ["rapport.inline.js", "rapport-embed.js", "rapport-frame.js"]) {
  sizes[name] = size(name);
}
for (const [name, bytes] of Object.entries(sizes)) {
  const limit = LIMITS[name];
  console.log(`${name}: ${(bytes / KIB).toFixed(1)} KiB brotli${limit ? ` of at most ${limit / KIB}` : ""}`);
  if (process.env.TRUNK_PROFILE === "release" && bytes > limit) {
    console.error(`${name} is ${bytes - limit} bytes above its limit`);
    process.exitCode = 1;
  }
}
