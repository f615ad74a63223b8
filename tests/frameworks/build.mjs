// Builds a host app per framework into dist/NAME/ with the npm package installed, and checks the types of apps that have
// any. Usage: node tests/frameworks/build.mjs TARBALL [APP…]
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, cpSync, existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const [, , archive = "", ...chosen] = process.argv;
const tarball = resolve(archive);
const modules = join(here, "node_modules");

function run(program, args, env = {}, cwd = here) {
  return execFileSync(program, args, { cwd, env: { ...process.env, NO_COLOR: "1", ...env }, stdio: "pipe" });
}
const tool = (name, ...args) => run(join(modules, ".bin", name), args);
const quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];

function installPackages(folder) {
  const [installed, locked] = [join(folder, "node_modules", ".package-lock.json"), join(folder, "package-lock.json")];
  if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(locked).mtimeMs) {
    run("npm", ["ci", ...quiet], {}, folder);
  }
}

function install() {
  [here, join(here, "react18")].forEach(installPackages);
  rmSync(join(modules, "rapport-feedback"), { recursive: true, force: true });
  run("npm", ["install", "--no-save", ...quiet, tarball]);
}

function vite(app, name = app, mode = "production", env = {}, ...more) {
  const args = ["build", app, "--base", `/frameworks/${name}/`, "--outDir", `../dist/${name}`, "--mode", mode, ...more];
  run(join(modules, ".bin", "vite"), args, { NODE_ENV: mode, ...env });
}

// The app with React 18, with the markup that a server rendered.
function react18Server() {
  const [name, program] = ["react18-server", join(here, "dist", "react18-server-program")];
  vite("react-component", name, "production", { REACT: "18" });
  vite("react-component", `${name}-program`, "production", { REACT: "18" }, "--ssr", "server.tsx");
  const page = join(here, "dist", name, "index.html");
  const html = run("node", [join(program, "server.js")], { NODE_ENV: "production" });
  rmSync(program, { recursive: true });
  writeFileSync(page, readFileSync(page, "utf8").replace('<div id="app">', `$&${html.toString().trim()}`));
}

// Exports the pages as a server renders them, and the hashes of their inline scripts for the policy of the test's server.
function next() {
  const [folder, output] = [join(here, "next"), join(here, "dist", "next")];
  run(join(modules, ".bin", "next"), ["build"], { NEXT_TELEMETRY_DISABLED: "1" }, folder);
  cpSync(join(folder, "out"), output, { recursive: true });
  const html = readdirSync(output, { recursive: true }).filter((file) => file.endsWith(".html"));
  const pages = html.map((file) => readFileSync(join(output, file), "utf8")).join("");
  const scripts = [...pages.matchAll(/<script>(.*?)<\/script>/gs)].map(([, text]) => text);
  const hash = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
  writeFileSync(join(output, "script-hashes"), [...new Set(scripts.map(hash))].join(" "));
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
  execFileSync("cargo", ["build", "--quiet", "--locked", "--target", target, "--example", example, "--no-default-features", "--features", "element"], { cwd: root });
  const program = join(root, "target", target, "debug", "examples", `${example}.wasm`);
  const glue = ["--target", "web", "--no-typescript", "--out-name", "host", "--out-dir", join(here, "dist", "yew")];
  run("wasm-bindgen", [...glue, program]);
  ["index.html", "main.js"].forEach((file) => copyFileSync(join(here, "yew", file), join(here, "dist", "yew", file)));
  pair.forEach((file) => copyFileSync(join(modules, file), join(here, "dist", "yew", file.replace(/.*\//, ""))));
}

// Bundles a dialog of Radix, and copies the libraries that browsers load as they are.
function libraries() {
  tool("tsc", "-p", "libraries");
  vite("libraries");
  const files = ["@hotwired/turbo/dist/turbo.es2017-esm.js", "idiomorph/dist/idiomorph.esm.js", "hotkeys-js/dist/hotkeys-js.js"];
  files.forEach((file) => copyFileSync(join(modules, file), join(here, "dist", "libraries", file.replace(/.*\//, ""))));
}

const pair = ["rapport-feedback/rapport.js", "rapport-feedback/rapport.wasm"];
const APPS = {
  react: () => (tool("tsc", "-p", "react"), vite("react")),
  "react-dev": () => vite("react", "react-dev", "development"),
  "react-component": () => (tool("tsc", "-p", "react-component"), vite("react-component")),
  react18: () => (tool("tsc", "-p", "react18"), vite("react-component", "react18", "production", { REACT: "18" })),
  "react18-server": react18Server,
  next,
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
  libraries,
  unit: () => run("node", ["--test", "unit/jsdom.test.mjs", "unit/happy-dom.test.mjs"]),
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

await timed("install", install);
for (const [name, build] of Object.entries(APPS)) {
  if (!process.exitCode && (chosen.length === 0 || chosen.includes(name))) {
    rmSync(join(here, "dist", name), { recursive: true, force: true });
    await timed(name, build);
  }
}
