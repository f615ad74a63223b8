// Builds <rapport-trend>: the WASM module from a binary of its own, and the script with the module's hash. No page of a
// client loads them.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundle } from "./bundle.mjs";
import { applyMinifiedNames } from "./glue.mjs";
import { FEATURE_OPTIONS, MINIFY_OPTION, SIZE_OPTIONS, STRIP_OPTIONS, runBinaryen } from "./wasm-opt.mjs";

const TARGET = "wasm32-unknown-unknown";
const PROFILE = "small";
const FEATURES = ["--no-default-features", "--features", "trend-element"];
const NAME = "rapport-trend";
const DIRECTORY = join("target", "trend");
const bound = (name) => join(DIRECTORY, name);

// Writes rapport-trend.js and rapport-trend.wasm into a folder, with the compiler's flags of the environment.
export async function buildTrend(folder) {
  const args = ["build", "--quiet", "--locked", "--target", TARGET, "--profile", PROFILE, "--bin", NAME, ...FEATURES];
  execFileSync("cargo", args, { stdio: "inherit" });
  rmSync(DIRECTORY, { recursive: true, force: true });
  mkdirSync(DIRECTORY, { recursive: true });
  const built = join("target", TARGET, PROFILE, `${NAME}.wasm`);
  const options = ["--target", "web", "--no-typescript", "--out-dir", DIRECTORY, "--out-name", NAME];
  execFileSync("wasm-bindgen", [...options, built], { stdio: "inherit" });
  const module = join(folder, `${NAME}.wasm`);
  const optimise = [...FEATURE_OPTIONS, ...SIZE_OPTIONS, ...STRIP_OPTIONS, MINIFY_OPTION];
  const names = runBinaryen("wasm-opt", ...optimise, bound(`${NAME}_bg.wasm`), "-o", module);
  const glue = applyMinifiedNames(readFileSync(bound(`${NAME}.js`), "utf8"), JSON.parse(names));
  const integrity = `sha384-${createHash("sha384").update(readFileSync(module)).digest("base64")}`;
  const parts = { glue, integrity, exported: "Trend", tag: NAME };
  writeFileSync(join(folder, `${NAME}.js`), await bundle("trend/rapport-trend.js", "trend/load-trend.js", parts));
}
