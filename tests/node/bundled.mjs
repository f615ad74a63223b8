// Imports a script of www/ in Node: esbuild resolves the modules that are not files, as in a build.
import { build } from "esbuild";
import { pageDataModules, virtualModules } from "../../scripts/bundle.mjs";

const MODULES = {
  ...pageDataModules(),
  "rapport-load": () => ({ contents: 'export const load = async () => { throw new Error("no module in Node"); };' }),
};

// Returns the exports of a file of www/.
export async function importScript(path) {
  const { outputFiles } = await build({
    entryPoints: [`www/${path}`],
    bundle: true,
    format: "esm",
    write: false,
    loader: { ".css": "text" },
    define: { VERSION: '"0.0.0"', IS_ISOLATED: "false" },
    plugins: [virtualModules(MODULES)],
  });
  const source = Buffer.from(outputFiles[0].contents).toString("base64");
  return import(`data:text/javascript;base64,${source}`);
}

// Lets tasks and microtasks run until the condition holds.
export async function until(condition) {
  for (let tasks = 0; tasks < 1000; tasks += 1) {
    if (condition()) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve));
  }
  throw new Error(`not reached: ${condition}`);
}
