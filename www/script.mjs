// Makes one script for a page: an entry with all that it imports, and how it comes by the program.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { build, transform } from "esbuild";

const [, VERSION] = readFileSync("Cargo.toml", "utf8").match(/^version = "(.+)"$/m);
const SCRIPT = {
  bundle: true,
  minify: true,
  write: false,
  charset: "utf8",
  target: ["chrome105", "firefox103", "safari16.4"],
  logOverride: { "empty-import-meta": "silent" }, // in a part of the glue that no build uses
};

// What the loader says when there is no program to say it, out of the same files.
function apologies() {
  const strings = readFileSync(join("src", "strings.rs"), "utf8");
  const languages = [...strings.matchAll(/texts!\("(strings\/(.+)\.txt)"\)/g)];
  return languages.map(([, file, tag]) => {
    const lines = readFileSync(join("src", file), "utf8").split("\n").map((line) => line.split(" = "));
    const { dir, "@failed": failed, retry, close } = Object.fromEntries(lines);
    return [tag, dir, failed, retry, close];
  });
}

// A program as text that compresses nearly as well as itself: a letter for each byte, so many places further on in
// Unicode, where those that are most frequent in a program need not be escaped. Of the distances tried this was the best.
const SHIFT = 14;
const written = (wasm) => wasm.map((byte) => byte + SHIFT).toString("latin1");

// The glue as a form that outlives its program has it. Yew marks DOM nodes with properties of one name, and a host page
// that is a Yew app itself has its own.
function own(glue, compiled) {
  const text = glue
    .replaceAll("__yew_", "__rapport_")
    .replace(/\bwasm = (instance\.exports|val);/, "wasm = guarded($1);");
  if (!text.includes("guarded(")) {
    throw new Error("wasm-bindgen's glue no longer takes its program where script.mjs looks for that");
  }
  return compiled ? text : `${text} export { __wbg_get_imports as imports, __wbg_finalize_init as finish };`;
}

// Modules that are in no file, by what they are imported as.
const made = (modules) => ({
  name: "made",
  setup(bundle) {
    bundle.onResolve({ filter: /^rapport-/ }, ({ path }) => ({ path, namespace: "made" }));
    bundle.onLoad({ filter: /./, namespace: "made" }, ({ path }) => modules[path]());
  },
});

// The glue, and with it a program that is JavaScript itself, as a function that makes them anew: they keep what they know
// in variables of their modules. It is given what to make of the program's own functions before they are called.
async function factory(glue, compiled) {
  const fetched = `import { Feedback, finish, imports } from "rapport-glue"; made = { Feedback, finish, imports };`;
  const inside = `import * as compiled from "rapport-compiled"; import { Feedback, __wbg_set_wasm } from "rapport-glue";
    __wbg_set_wasm(compiled); made = { Feedback };`;
  const { outputFiles } = await build({
    ...SCRIPT,
    stdin: { contents: compiled ? inside : fetched },
    format: "iife",
    plugins: [made({ "rapport-glue": () => ({ contents: own(glue, compiled) }), "rapport-compiled": () => ({ contents: compiled }) })],
  });
  return `export default (guarded) => { let made; ${outputFiles[0].text} return made; };`;
}

// The script of `entry` (a file of www/) in the build of that name (a file of www/builds/), with what that build needs
// of a program: its glue, its wasm, that as JavaScript, its hash.
export async function script(entry, kind, { glue, wasm, compiled, integrity } = {}) {
  const modules = {
    "rapport-program": async () => ({ contents: await factory(glue, compiled) }),
    "rapport-wasm": () => ({ contents: `export const SHIFT = ${SHIFT}; export default ${JSON.stringify(written(wasm))}` }),
    "rapport-apologies": () => ({ contents: JSON.stringify(apologies()), loader: "json" }),
  };
  const parts = {
    name: "parts",
    setup(bundle) {
      bundle.onResolve({ filter: /^rapport-build$/ }, () => ({ path: join(process.cwd(), "www", "builds", `${kind}.js`) }));
      bundle.onLoad({ filter: /\.css$/ }, async ({ path }) => {
        const { code } = await transform(readFileSync(path, "utf8"), { loader: "css", minify: true });
        return { contents: code, loader: "text" };
      });
    },
  };
  const { outputFiles } = await build({
    ...SCRIPT,
    entryPoints: [join("www", entry)],
    format: "esm",
    define: { VERSION: JSON.stringify(VERSION), INTEGRITY: JSON.stringify(integrity ?? "") },
    plugins: [parts, made(modules)],
  });
  return outputFiles[0].contents;
}
