// Completes dist/ to a release, after Trunk: the build without WebAssembly, types, licences, hashes, the npm package.
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { bill, licenses } from "./licenses.mjs";
import { compiled } from "./nowasm.mjs";
import { script } from "./script.mjs";

const dist = (name) => join("dist", name);
const json = (value) => `${JSON.stringify(value, null, 2)}\n`;
const cargo = readFileSync("Cargo.toml", "utf8");
const said = (key) => cargo.match(new RegExp(`^${key} = "(.+)"$`, "m"))[1];

const wasm = join("target", "nowasm", "wasm32-unknown-unknown", "small", "rapport-feedback.wasm");
writeFileSync(dist("rapport.nowasm.js"), await script("loader.js", "nowasm", compiled(wasm)));
const size = brotliCompressSync(readFileSync(dist("rapport.nowasm.js"))).length;
console.log(`rapport.nowasm.js: ${(size / 1024).toFixed(1)} KiB brotli`);

const sbom = bill();
writeFileSync(dist("sbom.cdx.json"), json(sbom));
writeFileSync(dist("THIRD-PARTY-LICENSES.txt"), licenses(sbom));

const TYPES = readdirSync(join("www", "types"));
TYPES.forEach((name) => copyFileSync(join("www", "types", name), dist(name)));
copyFileSync(join("www", "custom-elements.json"), dist("custom-elements.json"));

// What a page loads.
const LOADED = ["rapport.js", "rapport.wasm", "rapport.inline.js", "rapport.nowasm.js", "rapport-embed.js", "rapport-frame.js"];
const hash = (name) => `sha384-${createHash("sha384").update(readFileSync(dist(name))).digest("base64")}`;
writeFileSync(dist("integrity.json"), json(Object.fromEntries(LOADED.map((name) => [name, hash(name)]))));

const DATA = [
  "embed.html",
  "custom-elements.json",
  "instrument.schema.json",
  "result.schema.json",
  "integrity.json",
  "sbom.cdx.json",
];
const types = "./rapport.d.ts";
const TEMPLATES = TYPES.filter((name) => name !== "rapport.d.ts").map((name) => name.replace(".d.ts", ""));
const manifest = {
  name: "rapport-feedback",
  version: said("version"),
  description: said("description"),
  keywords: ["custom-element", "web-component", "telehealth", "feedback", "fhir", "webassembly"],
  license: said("license"),
  type: "module",
  main: "./rapport.js",
  types,
  exports: {
    ".": { types, default: "./rapport.js" },
    "./inline": { types, default: "./rapport.inline.js" },
    "./nowasm": { types, default: "./rapport.nowasm.js" },
    "./embed": { types, default: "./rapport-embed.js" },
    ...Object.fromEntries(TEMPLATES.map((name) => [`./${name}`, { types: `./${name}.d.ts` }])),
    ...Object.fromEntries(["rapport.wasm", "rapport-frame.js", ...DATA].map((name) => [`./${name}`, `./${name}`])),
    "./package.json": "./package.json",
  },
  customElements: "./custom-elements.json",
  sideEffects: LOADED.filter((name) => name.endsWith(".js")).map((name) => `./${name}`),
};
mkdirSync(dist("npm"));
[...LOADED, ...DATA, ...TYPES, "THIRD-PARTY-LICENSES.txt"].forEach((name) => copyFileSync(dist(name), join(dist("npm"), name)));
["LICENSE-MIT", "LICENSE-APACHE"].forEach((name) => copyFileSync(name, join(dist("npm"), name)));
copyFileSync(join("www", "npm.md"), join(dist("npm"), "README.md"));
writeFileSync(join(dist("npm"), "package.json"), json(manifest));
