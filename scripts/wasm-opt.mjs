// Binaryen's tools, with the options that all builds share.
import { execFileSync } from "node:child_process";
import { join } from "node:path";

// All supported browsers have these features. wasm2js needs a module without them.
const FEATURES = [
  "bulk-memory",
  "multivalue",
  "mutable-globals",
  "nontrapping-float-to-int",
  "reference-types",
  "sign-ext",
];

export const FEATURE_OPTIONS = FEATURES.map((feature) => `--enable-${feature}`);

// Each option makes the module smaller; the two limits are the best of those tried.
export const SIZE_OPTIONS = [
  "-Oz",
  "-Oz", // a second pass finds what the first one left
  "--low-memory-unused",
  "--one-caller-inline-max-function-size=25",
  "--always-inline-max-function-size=4",
];

// Removes the sections that only tools read.
export const STRIP_OPTIONS = ["--strip-debug", "--strip-producers", "--strip-target-features"];

// Shortens the names of imports and exports, and prints them.
export const MINIFY_OPTION = "--minify-imports-and-exports-and-modules";

// Runs a tool of Binaryen. Returns its output.
export function runBinaryen(tool, ...args) {
  const path = join("node_modules", "binaryen", "bin", tool);
  return execFileSync(process.execPath, [path, ...args], { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
}
