// The third-party code in the WASM module: a bill of materials, and the texts of the licenses.
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";

const TARGET = "wasm32-unknown-unknown";
const FEATURES = ["--no-default-features", "--features", "element"];
const LICENSE_FILE = /^(licen[sc]e|copying|copyright|notice|unlicense)/i;
const runCargo = (...args) => execFileSync("cargo", args, { encoding: "utf8", maxBuffer: 2 ** 28 });

// Returns a CycloneDX bill of the crates in the module. It has no time and no serial number, so that the same sources
// give the same bytes.
export function createSbom() {
  const name = "rapport-sbom";
  const format = ["--format", "json", "--spec-version", "1.5", "--no-build-deps", "--target", TARGET, ...FEATURES];
  runCargo("cyclonedx", "--quiet", ...format, "--override-filename", name);
  const text = readFileSync(`${name}.json`, "utf8").replaceAll(`path+file://${process.cwd()}#`, "");
  // It writes one for each package of the workspace. The crates of the module for servers are among those of the element.
  [".", join("bindings", "node")].forEach((folder) => rmSync(join(folder, `${name}.json`)));
  const { serialNumber, ...sbom } = JSON.parse(text);
  delete sbom.metadata.timestamp;
  return sbom;
}

// Returns the licenses of these crates. Each text appears once, after the names of its crates.
export function licenseTexts({ components }) {
  const options = ["--locked", "--format-version", "1", "--filter-platform", TARGET, ...FEATURES];
  const { packages } = JSON.parse(runCargo("metadata", ...options));
  const cratesOfText = new Map();
  const list = components.map(({ name, version }) => {
    const crate = packages.find((crate) => crate.name === name && crate.version === version);
    const directory = dirname(crate.manifest_path);
    for (const file of readdirSync(directory).filter((file) => LICENSE_FILE.test(file))) {
      const text = readFileSync(join(directory, file), "utf8").replace(/\r/g, "").trim();
      cratesOfText.set(text, [...(cratesOfText.get(text) ?? []), `${name} ${version}`]);
    }
    return `${name} ${version}: ${crate.license}`;
  });
  const head = `Third-party code in rapport-feedback. It also contains Rust's standard library: MIT OR Apache-2.0, by
the contributors to https://github.com/rust-lang/rust.`;
  const sections = [...cratesOfText].map(([text, crates]) => `${"=".repeat(80)}\n${crates.join(", ")}\n\n${text}`);
  return `${[head, list.join("\n"), ...sections].join("\n\n")}\n`;
}
