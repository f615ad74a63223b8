// Runs at the end of every Trunk build: shrinks the program, joins the loader, its style sheet and the glue that
// wasm-bindgen made into rapport.js, and prints the sizes. A release above its limit fails the build.
import { execFileSync } from "node:child_process";
import { copyFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { build, transform } from "esbuild";

const KIB = 1024;
const LIMITS = { "rapport.js": 8 * KIB, "rapport.js + rapport.wasm": 86 * KIB };
const FEATURES = [
  "bulk-memory",
  "multivalue",
  "mutable-globals",
  "nontrapping-float-to-int",
  "reference-types",
  "sign-ext",
];

const staged = (name) => join(process.env.TRUNK_STAGING_DIR, name);
const [glue, raw] = [staged("rapport-feedback.js"), staged("rapport-feedback_bg.wasm")];
const [script, wasm] = [staged("rapport.js"), staged("rapport.wasm")];

// Shrinks the program down to the names that it and its glue know each other by. Returns the glue with them.
function shrink() {
  const passes = ["-Oz", "--low-memory-unused", "--one-caller-inline-max-function-size=25", "--strip-debug", "--strip-producers", "--strip-target-features"];
  const enable = FEATURES.map((feature) => `--enable-${feature}`);
  const short = "--minify-imports-and-exports-and-modules";
  const opt = join("node_modules", "binaryen", "bin", "wasm-opt");
  const names = JSON.parse(execFileSync(process.execPath, [opt, ...enable, ...passes, short, raw, "-o", wasm]));
  const exported = new Map(names.exports);
  const imported = new Map(names.imports.map(([, name, to]) => [name, to]));
  return readFileSync(glue, "utf8")
    .replaceAll("./rapport-feedback_bg.js", "a")
    .replace(/(?<=\bwasm\.)\w+/g, (name) => exported.get(name) ?? name)
    .replace(/\b__wb\w+(?=: )/g, (name) => imported.get(name) ?? name);
}

const shrunk = shrink();
const [, version] = readFileSync("Cargo.toml", "utf8").match(/^version = "(.+)"$/m);

// What the loader says when there is no program to say it, out of the same files.
function apologies() {
  const strings = readFileSync(join("src", "strings.rs"), "utf8");
  const languages = [...strings.matchAll(/include_str!\("(strings\/(.+)\.txt)"\)/g)];
  return languages.map(([, file, tag]) => {
    const lines = readFileSync(join("src", file), "utf8").split("\n").map((line) => line.split(" = "));
    const { dir = "ltr", failed, retry, close } = Object.fromEntries(lines);
    return [tag, dir, failed, retry, close];
  });
}

const parts = {
  name: "parts",
  setup(bundle) {
    bundle.onResolve({ filter: /^rapport-program$/ }, () => ({ path: glue }));
    bundle.onResolve({ filter: /^rapport-apologies$/ }, ({ path }) => ({ path, namespace: "made" }));
    bundle.onLoad({ filter: /./, namespace: "made" }, () => ({ contents: JSON.stringify(apologies()), loader: "json" }));
    bundle.onLoad({ filter: /rapport-feedback\.js$/ }, () => ({
      // Yew marks DOM nodes with properties of this name. A host page that is a Yew app itself has its own.
      contents: shrunk.replaceAll("__yew_", "__rapport_"),
    }));
    bundle.onLoad({ filter: /element\.css$/ }, async ({ path }) => {
      const { code } = await transform(readFileSync(path, "utf8"), { loader: "css", minify: true });
      return { contents: code, loader: "text" };
    });
  },
};

const { outputFiles } = await build({
  entryPoints: ["www/loader.js"],
  bundle: true,
  minify: true,
  write: false,
  format: "esm",
  charset: "utf8",
  target: ["chrome105", "firefox103", "safari16.4"],
  define: { VERSION: JSON.stringify(version) },
  plugins: [parts],
});
writeFileSync(script, outputFiles[0].contents);
// What tells Trunk what to build is nothing for the page.
const page = staged("index.html");
writeFileSync(page, readFileSync(page, "utf8").replace(/<link data-trunk[^>]*>\s*/g, ""));
for (const name of ["instrument.schema.json", "result.schema.json"]) {
  copyFileSync(join("schema", name), staged(name));
}
rmSync(glue);
rmSync(raw);

const size = (file) => brotliCompressSync(readFileSync(file)).length;
const sizes = { "rapport.js": size(script), "rapport.wasm": size(wasm) };
sizes["rapport.js + rapport.wasm"] = sizes["rapport.js"] + sizes["rapport.wasm"];
for (const [name, bytes] of Object.entries(sizes)) {
  const limit = LIMITS[name];
  console.log(`${name}: ${(bytes / KIB).toFixed(1)} KiB brotli${limit ? ` of at most ${limit / KIB}` : ""}`);
  if (process.env.TRUNK_PROFILE === "release" && bytes > limit) {
    console.error(`${name} is ${bytes - limit} bytes above its limit`);
    process.exitCode = 1;
  }
}
