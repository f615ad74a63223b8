// The size of a client's download for a form of five sliders: each file compressed by brotli at its highest level.
import { readFileSync } from "node:fs";
import { brotliCompressSync, constants } from "node:zlib";
import { forms } from "./forms.mjs";

const KIB = 1024;
const BROTLI_OPTIONS = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
const compressedKib = (bytes) => brotliCompressSync(bytes, BROTLI_OPTIONS).length / KIB;

const sizes = Object.entries(forms()).map(([name, { files, code = "" }]) => {
  const codeSize = files.some((file) => file.startsWith("dist")) ? 0 : compressedKib(Buffer.from(code));
  return [name, files.reduce((sum, file) => sum + compressedKib(readFileSync(file)), codeSize)];
});
const [, surveySize] = sizes.find(([name]) => name.startsWith("SurveyJS"));
console.log("| form of five sliders | KiB, brotli | of SurveyJS |\n|---|---|---|");
for (const [name, size] of sizes) {
  console.log(`| ${name} | ${size.toFixed(1)} | ${(size / surveySize).toFixed(2)} |`);
}
