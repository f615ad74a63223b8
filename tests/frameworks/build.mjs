// Builds a host app per framework into dist/NAME/ with the npm package installed, and checks the types of apps that have
// any. Usage: node tests/frameworks/build.mjs TARBALL
import { execFileSync } from "node:child_process";
import { copyFileSync, cpSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const tarball = resolve(process.argv[2] ?? "");
const modules = join(here, "node_modules");
const installed = join(modules, ".package-lock.json");

function run(program, args, env = {}) {
  execFileSync(program, args, { cwd: here, env: { ...process.env, NO_COLOR: "1", ...env }, stdio: "pipe" });
}
const tool = (name, ...args) => run(join(modules, ".bin", name), args);
const quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];

function install() {
  const age = (file) => statSync(join(here, file)).mtimeMs;
  if (!existsSync(installed) || age("node_modules/.package-lock.json") < age("package-lock.json")) {
    run("npm", ["ci", ...quiet]);
  }
  rmSync(join(modules, "rapport-feedback"), { recursive: true, force: true });
  run("npm", ["install", "--no-save", ...quiet, tarball]);
}

function vite(app, name = app, mode = "production") {
  const args = ["build", app, "--base", `/frameworks/${name}/`, "--outDir", `../dist/${name}`, "--mode", mode];
  run(join(modules, ".bin", "vite"), args, { NODE_ENV: mode });
}

// Copies an app without a bundler: its own files, those of the packages, and the hooks without types.
async function plain(app, libraries) {
  const to = (file) => join(here, "dist", app, file);
  const { default: typescript } = await import("typescript");
  cpSync(join(here, app), to("."), { recursive: true });
  libraries.forEach((file) => copyFileSync(join(modules, file), to(file.replace(/.*\//, ""))));
  const hooks = readFileSync(join(here, "shared", "hooks.ts"), "utf8");
  const compilerOptions = { module: "esnext", target: "es2022" };
  writeFileSync(to("hooks.js"), typescript.transpileModule(hooks, { compilerOptions }).outputText);
}

// A host page that is a Yew app itself, with a WASM module of its own.
function yew() {
  const [target, example] = ["wasm32-unknown-unknown", "yew-host"];
  const root = join(here, "..", "..");
  execFileSync("cargo", ["build", "--quiet", "--locked", "--target", target, "--example", example], { cwd: root });
  const program = join(root, "target", target, "debug", "examples", `${example}.wasm`);
  const glue = ["--target", "web", "--no-typescript", "--out-name", "host", "--out-dir", join(here, "dist", "yew")];
  run("wasm-bindgen", [...glue, program]);
  ["index.html", "main.js"].forEach((file) => copyFileSync(join(here, "yew", file), join(here, "dist", "yew", file)));
  pair.forEach((file) => copyFileSync(join(modules, file), join(here, "dist", "yew", file.replace(/.*\//, ""))));
}

const pair = ["rapport-feedback/rapport.js", "rapport-feedback/rapport.wasm"];
const APPS = {
  react: () => (tool("tsc", "-p", "react"), vite("react")),
  "react-dev": () => vite("react", "react-dev", "development"),
  vue: () => (tool("vue-tsc", "-p", "vue"), vite("vue")),
  svelte: () => {
    tool("svelte-check", "--workspace", "svelte", "--tsconfig", "./tsconfig.json", "--fail-on-warnings");
    vite("svelte");
  },
  angular: () => tool("ng", "build"),
  preact: () => (tool("tsc", "-p", "preact"), vite("preact")),
  solid: () => (tool("tsc", "-p", "solid"), vite("solid")),
  lit: () => (tool("tsc", "-p", "."), vite("lit")),
  htmx: () => plain("htmx", [...pair, "htmx.org/dist/htmx.min.js"]),
  plain: () => plain("plain", pair),
  yew,
};

async function timed(name, work) {
  const start = performance.now();
  try {
    await work();
    console.log(`${name}: ${((performance.now() - start) / 1000).toFixed(1)} s`);
  } catch (error) {
    console.error(`${name} failed\n${error.stdout ?? ""}${error.stderr ?? ""}${error.stdout ? "" : error}`);
    process.exitCode = 1;
  }
}

rmSync(join(here, "dist"), { recursive: true, force: true });
await timed("install", install);
for (const [name, build] of Object.entries(APPS)) {
  if (!process.exitCode) {
    await timed(name, build);
  }
}
