// What the program contains of others' work: a bill of materials, and the texts of the licences.
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";

const TARGET = "wasm32-unknown-unknown";
const cargo = (...args) => execFileSync("cargo", args, { encoding: "utf8", maxBuffer: 2 ** 28 });

// A CycloneDX bill of the crates in the program. The same sources give the same bytes: no time, no number of its own.
export function bill() {
  const name = "rapport-bill";
  cargo("cyclonedx", "--quiet", "--format", "json", "--spec-version", "1.5", "--no-build-deps", "--target", TARGET, "--override-filename", name);
  const text = readFileSync(`${name}.json`, "utf8").replaceAll(`path+file://${process.cwd()}#`, "");
  rmSync(`${name}.json`);
  const { serialNumber, ...bill } = JSON.parse(text);
  delete bill.metadata.timestamp;
  return bill;
}

// The licences of those crates: each text once, after the names of those that carry it.
export function licenses({ components }) {
  const { packages } = JSON.parse(cargo("metadata", "--locked", "--format-version", "1", "--filter-platform", TARGET));
  const texts = new Map();
  const list = components.map(({ name, version }) => {
    const { license, manifest_path } = packages.find((found) => found.name === name && found.version === version);
    const folder = dirname(manifest_path);
    for (const file of readdirSync(folder).filter((file) => /^(licen[sc]e|copying|copyright|notice|unlicense)/i.test(file))) {
      const text = readFileSync(join(folder, file), "utf8").replace(/\r/g, "").trim();
      texts.set(text, [...(texts.get(text) ?? []), `${name} ${version}`]);
    }
    return `${name} ${version}: ${license}`;
  });
  const head = `What rapport-feedback contains of others' work. Besides, of Rust's standard library: MIT OR Apache-2.0, by the
contributors to https://github.com/rust-lang/rust.`;
  const bodies = [...texts].map(([text, names]) => `${"=".repeat(80)}\n${names.join(", ")}\n\n${text}`);
  return `${[head, list.join("\n"), ...bodies].join("\n\n")}\n`;
}
