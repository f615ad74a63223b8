// Runs at the end of every Trunk build: joins the loader, its style sheet and the glue that wasm-bindgen made into
// rapport.js, puts rapport.wasm beside it, and prints their sizes. A release above its limit fails the build.
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { build, transform } from "esbuild";

const KIB = 1024;
const LIMITS = { "rapport.js": 8 * KIB, "rapport.js + rapport.wasm": 56 * KIB };

const staging = process.env.TRUNK_STAGING_DIR;
const release = process.env.TRUNK_PROFILE === "release";
const [, version] = (await readFile("Cargo.toml", "utf8")).match(/^version = "(.+)"$/m);

const parts = {
  name: "parts",
  setup(bundle) {
    bundle.onResolve({ filter: /^rapport-program$/ }, () => ({ path: join(staging, "rapport-feedback.js") }));
    // Yew marks DOM nodes with properties of this name. A host page that is a Yew app itself has its own.
    bundle.onLoad({ filter: /rapport-feedback\.js$/ }, async ({ path }) => ({
      contents: (await readFile(path, "utf8")).replaceAll("__yew_", "__rapport_"),
    }));
    bundle.onLoad({ filter: /element\.css$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, "utf8"), { loader: "css", minify: true });
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
  target: ["chrome94", "firefox101", "safari16.4"],
  define: { VERSION: JSON.stringify(version) },
  plugins: [parts],
});
await writeFile(join(staging, "rapport.js"), outputFiles[0].contents);
await rename(join(staging, "rapport-feedback_bg.wasm"), join(staging, "rapport.wasm"));
await rm(join(staging, "rapport-feedback.js"));

const size = async (file) => brotliCompressSync(await readFile(join(staging, file))).length;
const [js, wasm] = [await size("rapport.js"), await size("rapport.wasm")];
const sizes = { "rapport.js": js, "rapport.wasm": wasm, "rapport.js + rapport.wasm": js + wasm };
for (const [name, bytes] of Object.entries(sizes)) {
  const limit = LIMITS[name];
  console.log(`${name}: ${(bytes / KIB).toFixed(1)} KiB brotli${limit ? ` of at most ${limit / KIB}` : ""}`);
  if (release && bytes > limit) {
    console.error(`${name} is ${bytes - limit} bytes above its limit`);
    process.exitCode = 1;
  }
}
