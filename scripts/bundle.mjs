// Bundles an entry script with one way to load the WASM module into a single file.
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { build, transform } from "esbuild";
import { adoptNodes, exportInitSteps, removeUnused, renameYewProperties } from "./glue.mjs";
import { attributeLists, formTexts, readManifest, tokenRules, trendTexts } from "./page-data.mjs";

const [, VERSION] = readFileSync("Cargo.toml", "utf8").match(/^version = "(.+)"$/m);
const OPTIONS = {
  bundle: true,
  minify: true,
  write: false,
  charset: "utf8",
  target: ["chrome105", "firefox103", "safari16.4"],
  logOverride: { "empty-import-meta": "silent" }, // in wasm-bindgen's `init`, which no build calls
};

// The inline build stores the module as a string, a character for each byte. Characters that need escapes or two bytes
// of UTF-8 compress badly. Of the offsets tried, this one made the smallest script.
const CODE_POINT_OFFSET = 14;
const asText = (wasm) => wasm.map((byte) => byte + CODE_POINT_OFFSET).toString("latin1");

// Resolves imports of modules that are not files. `modules` maps their names to functions that return their contents.
export const virtualModules = (modules) => ({
  name: "virtual-modules",
  setup(build) {
    build.onResolve({ filter: /./ }, ({ path }) => (path in modules ? { path, namespace: "virtual" } : undefined));
    build.onLoad({ filter: /./, namespace: "virtual" }, ({ path }) => modules[path]());
  },
});

// Lists each attribute once: rapport.js has a limit.
function attributesModule({ ATTRIBUTES, ...lists }) {
  const { BOOLEAN_ATTRIBUTES, STRING_ATTRIBUTES } = lists;
  const others = ATTRIBUTES.filter((name) => ![...BOOLEAN_ATTRIBUTES, ...STRING_ATTRIBUTES].includes(name));
  const declarations = Object.entries(lists).map(([name, list]) => `export const ${name} = ${JSON.stringify(list)};`);
  const all = `[...${JSON.stringify(others)}, ...BOOLEAN_ATTRIBUTES, ...STRING_ATTRIBUTES]`;
  return `${declarations.join("\n")}\nexport const ATTRIBUTES = ${all};`;
}

// The texts of the error screen: an isolated form has the others in its frame.
const ERROR_KEYS = ["dir", "failed", "notSaved", "retry", "close"];

// Returns the data of page-data.mjs for an element, as virtual modules.
export const pageDataModules = (tag) => ({
  "rapport-attributes": () => ({ contents: attributesModule(attributeLists(readManifest(), tag)) }),
  "rapport-texts": () => ({ contents: textsModule(formTexts()) }),
  "rapport-trend-texts": () => ({ contents: JSON.stringify(trendTexts()), loader: "json" }),
  "rapport-tokens": async () => {
    const css = tokenRules(readFileSync(join("www", "element", "element.css"), "utf8"));
    return { contents: (await transform(css, { loader: "css", minify: true })).code, loader: "text" };
  },
});

const textsModule = ({ keys, languages, builtIn }) =>
  [["KEYS", keys], ["LANGUAGES", languages], ["BUILT_IN", builtIn]]
    .map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};`)
    .join("\n");

// Returns a module whose default export makes new glue at each call: wasm-bindgen's glue keeps the state of one
// instance in module variables, and each form has an instance of its own. `dom` is that form's Adoption, if the element
// draws before its module runs. `moduleScript` is the WASM module as JavaScript.
async function glueFactory(glue, exported, moduleScript) {
  const contents = moduleScript
    ? `import * as exports from "wasm2js-module";
       import { ${exported}, __wbg_set_wasm as setExports } from "wasm-bindgen-glue";
       result = { ${exported}, exports, setExports };`
    : `import { ${exported}, __wbg_get_imports as getImports, __wbg_finalize_init as finalize } from "wasm-bindgen-glue";
       result = { ${exported}, getImports, finalize };`;
  const small = removeUnused(renameYewProperties(glue));
  const renamed = exported === "Feedback" ? adoptNodes(small) : small;
  const modules = {
    "wasm-bindgen-glue": () => ({ contents: moduleScript ? renamed : exportInitSteps(renamed) }),
    "wasm2js-module": () => ({ contents: moduleScript }),
  };
  const { outputFiles } = await build({
    ...OPTIONS,
    stdin: { contents },
    // No caller frees the object with `using`, and no other script reads these properties: without them rapport.js is
    // 70 bytes smaller.
    define: { "Symbol.dispose": "undefined" },
    mangleProps: /^(_wbg_cb_unref|__wbg_ptr|__destroy_into_raw)$/,
    format: "iife",
    plugins: [virtualModules(modules)],
  });
  return `export default (dom) => { let result; ${outputFiles[0].text} return result; };`;
}

const minifiedCss = {
  name: "minified-css",
  setup(build) {
    build.onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(readFileSync(path, "utf8"), { loader: "css", minify: true });
      return { contents: code, loader: "text" };
    });
  },
};

// Returns the bundle of `entry`, in which `rapport-load` is the file `loader`; both are paths in www/. The parts of the
// WASM module that the loader needs are its glue with the class that it exports, its bytes, its script (of wasm2js), and
// its hash. `tag` is the element's.
export async function bundle(entry, loader, parts = {}) {
  const { glue, exported = "Feedback", wasm, moduleScript, integrity, tag } = parts;
  const offset = `export const CODE_POINT_OFFSET = ${CODE_POINT_OFFSET};`;
  const isIsolated = loader.startsWith("isolated/");
  const modules = {
    ...pageDataModules(tag),
    ...(isIsolated && { "rapport-texts": () => ({ contents: textsModule(formTexts((key) => ERROR_KEYS.includes(key))) }) }),
    "rapport-glue": async () => ({ contents: await glueFactory(glue, exported, moduleScript) }),
    "rapport-wasm-text": () => ({ contents: `${offset} export default ${JSON.stringify(asText(wasm))};` }),
  };
  const { outputFiles } = await build({
    ...OPTIONS,
    entryPoints: [join("www", entry)],
    alias: { "rapport-load": resolve("www", loader) },
    format: "esm",
    define: {
      VERSION: JSON.stringify(VERSION),
      INTEGRITY: JSON.stringify(integrity ?? ""),
      IS_ISOLATED: String(isIsolated),
    },
    plugins: [minifiedCss, virtualModules(modules)],
  });
  return outputFiles[0].contents;
}
