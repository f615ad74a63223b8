// How much a client downloads for a form of five sliders: each file compressed by brotli at its best.
import { readFileSync } from "node:fs";
import { brotliCompressSync, constants } from "node:zlib";
import { forms } from "./forms.mjs";

const best = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
const KIB = 1024;
const packed = (bytes) => brotliCompressSync(bytes, best).length / KIB;

const sizes = Object.entries(forms()).map(([name, { files, code = "" }]) => {
  const own = files.some((file) => file.startsWith("dist")) ? 0 : packed(Buffer.from(code));
  return [name, files.reduce((sum, file) => sum + packed(readFileSync(file)), own)];
});
const [, survey] = sizes.find(([name]) => name.startsWith("SurveyJS"));
console.log("| form of five sliders | KiB, brotli | of SurveyJS |\n|---|---|---|");
for (const [name, size] of sizes) {
  console.log(`| ${name} | ${size.toFixed(1)} | ${(size / survey).toFixed(2)} |`);
}
