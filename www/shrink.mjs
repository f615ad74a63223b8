// Binaryen, as all builds use it.
import { execFileSync } from "node:child_process";
import { join } from "node:path";

const FEATURES = ["bulk-memory", "multivalue", "mutable-globals", "nontrapping-float-to-int", "reference-types", "sign-ext"];

// The features that browsers have had for years; a program without them needs none of this.
export const enabled = FEATURES.map((feature) => `--enable-${feature}`);

// What makes a program small: each of these was seen to.
export const small = [
  "-Oz",
  "--low-memory-unused",
  "--one-caller-inline-max-function-size=25",
  "--always-inline-max-function-size=4",
];

// Nothing of a program that only tools read.
export const stripped = ["--strip-debug", "--strip-producers", "--strip-target-features"];

// Runs one of its tools. Returns what that prints.
export function binaryen(tool, ...given) {
  const path = join("node_modules", "binaryen", "bin", tool);
  return execFileSync(process.execPath, [path, ...given], { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
}
