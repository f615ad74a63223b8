// Completes dist/ to a release, after Trunk: the build without WebAssembly, types, licenses, hashes, the npm package.
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { bundle } from "./bundle.mjs";
import { createSbom, licenseTexts } from "./sbom.mjs";
import { writeServerModule } from "./server.mjs";
import { wasm2js } from "./wasm2js.mjs";

const MVP_WASM = join("target", "nowasm", "wasm32-unknown-unknown", "small", "rapport-feedback.wasm");
const NPM = join("www", "npm");
const PACKAGE = join("dist", "npm");
const TYPE_FILES = readdirSync(join(NPM, "types"));
// The types of the elements and of their data; the other files are for templates.
const ELEMENT_TYPES = ["rapport.d.ts", "rapport-data.d.ts", "rapport-trend.d.ts"];
// The files that a page loads.
const LOADED_FILES = [
  "rapport.js",
  "rapport.wasm",
  "rapport.inline.js",
  "rapport.nowasm.js",
  "rapport-embed.js",
  "rapport-frame.js",
  "rapport-trend.js",
  "rapport-trend.wasm",
];
const DATA_FILES = [
  "embed.html",
  "custom-elements.json",
  "instrument.schema.json",
  "result.schema.json",
  "integrity.json",
  "sbom.cdx.json",
];

// The module for servers: the script, its types.
const SERVER_FILES = ["rapport-server.js", "rapport-server.d.ts"];

const dist = (name) => join("dist", name);
const asJson = (value) => `${JSON.stringify(value, null, 2)}\n`;
const cargo = readFileSync("Cargo.toml", "utf8");
const cargoField = (key) => cargo.match(new RegExp(`^${key} = "(.+)"$`, "m"))[1];

async function writeNowasmScript() {
  const script = await bundle("element/rapport-feedback.js", "element/load/load-nowasm.js", wasm2js(MVP_WASM));
  writeFileSync(dist("rapport.nowasm.js"), script);
  console.log(`rapport.nowasm.js: ${(brotliCompressSync(script).length / 1024).toFixed(1)} KiB brotli`);
}

function writeData() {
  const sbom = createSbom();
  writeFileSync(dist("sbom.cdx.json"), asJson(sbom));
  writeFileSync(dist("THIRD-PARTY-LICENSES.txt"), licenseTexts(sbom));
  TYPE_FILES.forEach((name) => copyFileSync(join(NPM, "types", name), dist(name)));
  copyFileSync(join(NPM, "custom-elements.json"), dist("custom-elements.json"));
  const hash = (name) => `sha384-${createHash("sha384").update(readFileSync(dist(name))).digest("base64")}`;
  writeFileSync(dist("integrity.json"), asJson(Object.fromEntries(LOADED_FILES.map((name) => [name, hash(name)]))));
}

function packageJson() {
  const types = "./rapport.d.ts";
  const byName = ["rapport.wasm", "rapport-frame.js", "rapport-trend.wasm", ...DATA_FILES];
  const templates = TYPE_FILES.filter((name) => !ELEMENT_TYPES.includes(name)).map((name) => name.replace(".d.ts", ""));
  return {
    name: "rapport-feedback",
    version: cargoField("version"),
    description: cargoField("description"),
    keywords: ["custom-element", "web-component", "telehealth", "feedback", "fhir", "webassembly"],
    license: cargoField("license"),
    type: "module",
    main: "./rapport.js",
    types,
    exports: {
      ".": { types, default: "./rapport.js" },
      "./inline": { types, default: "./rapport.inline.js" },
      "./nowasm": { types, default: "./rapport.nowasm.js" },
      "./embed": { types, default: "./rapport-embed.js" },
      "./trend": { types: "./rapport-trend.d.ts", default: "./rapport-trend.js" },
      "./server": { types: "./rapport-server.d.ts", default: "./rapport-server.js" },
      ...Object.fromEntries(templates.map((name) => [`./${name}`, { types: `./${name}.d.ts` }])),
      ...Object.fromEntries(byName.map((name) => [`./${name}`, `./${name}`])),
      "./package.json": "./package.json",
    },
    customElements: "./custom-elements.json",
    sideEffects: LOADED_FILES.filter((name) => name.endsWith(".js")).map((name) => `./${name}`),
  };
}

function writePackage() {
  mkdirSync(PACKAGE);
  const files = [...LOADED_FILES, ...DATA_FILES, ...TYPE_FILES, ...SERVER_FILES, "THIRD-PARTY-LICENSES.txt"];
  files.forEach((name) => copyFileSync(dist(name), join(PACKAGE, name)));
  ["LICENSE-MIT", "LICENSE-APACHE"].forEach((name) => copyFileSync(name, join(PACKAGE, name)));
  copyFileSync(join(NPM, "README.md"), join(PACKAGE, "README.md"));
  writeFileSync(join(PACKAGE, "package.json"), asJson(packageJson()));
}

await writeNowasmScript();
await writeServerModule(dist("rapport-server.js"));
copyFileSync(join("bindings", "node", "index.d.ts"), dist("rapport-server.d.ts"));
writeData();
writePackage();
