// Makes one script for a page: an entry with all that it imports, and how it comes by the program.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { deflateRawSync } from "node:zlib";
import { build, transform } from "esbuild";

const [, VERSION] = readFileSync("Cargo.toml", "utf8").match(/^version = "(.+)"$/m);
const TARGET = ["chrome105", "firefox103", "safari16.4"];

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

// The glue for a program that lies where we say: bundlers would follow its own address. Yew marks DOM nodes with
// properties of one name, and a host page that is a Yew app itself has its own.
function own(glue) {
  return glue.replaceAll("__yew_", "__rapport_").replace(/new URL\('rapport-feedback_bg.wasm', import\.meta\.url\)/, "undefined");
}

// The script of `entry` (a file of www/) in the build of that name (a file of www/builds/), with what that build needs
// of a program: its glue, its wasm, that as JavaScript, its hash.
export async function script(entry, kind, { glue, wasm, compiled, integrity } = {}) {
  const made = {
    "rapport-program": () => ({ contents: own(glue), loader: "js" }),
    "rapport-compiled": () => ({ contents: compiled, loader: "js" }),
    "rapport-wasm": () => ({ contents: deflateRawSync(wasm, { level: 9 }).toString("base64"), loader: "text" }),
    "rapport-apologies": () => ({ contents: JSON.stringify(apologies()), loader: "json" }),
  };
  const parts = {
    name: "parts",
    setup(bundle) {
      bundle.onResolve({ filter: /^rapport-build$/ }, () => ({ path: join(process.cwd(), "www", "builds", `${kind}.js`) }));
      bundle.onResolve({ filter: /^rapport-/ }, ({ path }) => ({ path, namespace: "made" }));
      bundle.onLoad({ filter: /./, namespace: "made" }, ({ path }) => made[path]());
      bundle.onLoad({ filter: /\.css$/ }, async ({ path }) => {
        const { code } = await transform(readFileSync(path, "utf8"), { loader: "css", minify: true });
        return { contents: code, loader: "text" };
      });
    },
  };
  const { outputFiles } = await build({
    entryPoints: [join("www", entry)],
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    charset: "utf8",
    target: TARGET,
    define: { VERSION: JSON.stringify(VERSION), INTEGRITY: JSON.stringify(integrity ?? "") },
    plugins: [parts],
  });
  return outputFiles[0].contents;
}
