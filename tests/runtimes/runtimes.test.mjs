// The module for servers gives the same replies in Deno, in Bun, bundled for Node.js as a module and as a script, and in
// Node.js itself; each in its main thread and in a worker.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, test } from "node:test";
import { build } from "esbuild";

const CASES = 1000;
const SERVER = resolve("dist/npm/rapport-server.js");
const MODULES = "tests/runtimes/node_modules";
// Each package has a folder for the platform.
const installed = (scope, path) => join(MODULES, scope, existsSync(join(MODULES, scope)) ? readdirSync(join(MODULES, scope))[0] : "", path);
const RUNTIMES = {
  "Node.js": ["node"],
  Deno: [installed("@deno", "deno"), "run", "--quiet", "--no-remote", "--allow-read"],
  Bun: [installed("@oven", "bin/bun")],
};
const folder = mkdtempSync(join(tmpdir(), "rapport-"));
const cases = join(folder, "cases.jsonl");
after(() => rmSync(folder, { recursive: true }));
const generate = `python3 tests/oracle/cases.py ${CASES} 11 | cargo run --quiet --locked --example binding-cases`;
writeFileSync(cases, execFileSync("bash", ["-o", "pipefail", "-c", generate], { maxBuffer: 2 ** 28 }));
const lines = readFileSync(cases, "utf8").trimEnd().split("\n");
const calls = lines.reduce((sum, line) => sum + JSON.parse(line).calls.length, 0);

function replay([program, ...args], server) {
  assert.ok(program === "node" || existsSync(program), `${program}: missing; run \`make servers\``);
  const options = { encoding: "utf8", timeout: 120_000 };
  return execFileSync(program, [...args, "tests/runtimes/replay.mjs", server, cases], options).trim();
}

for (const [name, command] of Object.entries(RUNTIMES)) {
  test(`replies in ${name} are those of the native build`, () => {
    assert.ok(calls > CASES);
    assert.equal(replay(command, SERVER), `${calls} ${calls}`);
  });
}

for (const format of ["esm", "cjs"]) {
  test(`replies of a bundle (${format}) are those of the native build`, async () => {
    const bundle = join(folder, `bundle.${format === "esm" ? "mjs" : "cjs"}`);
    const contents = `export { Instrument } from ${JSON.stringify(SERVER)};`;
    await build({ stdin: { contents, resolveDir: folder }, bundle: true, minify: true, format, outfile: bundle, logLevel: "error" });
    assert.equal(replay(RUNTIMES["Node.js"], bundle), `${calls} ${calls}`);
  });
}
