// Rescores by the module for servers: lines from the standard input, scores to the standard output.
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { Instrument } from "../dist/npm/rapport-server.js";

const instrument = new Instrument(readFileSync(process.argv[2], "utf8"));
let rest = "";
let firstLine = 1;

async function rescore(lines) {
  const scores = instrument.rescore(lines, { firstLine });
  for (let at = scores.indexOf("\n"); at >= 0; at = scores.indexOf("\n", at + 1)) {
    firstLine += 1;
  }
  if (!process.stdout.write(scores)) {
    await once(process.stdout, "drain");
  }
}

for await (const chunk of process.stdin.setEncoding("utf8")) {
  const text = rest + chunk;
  const end = text.lastIndexOf("\n") + 1;
  rest = text.slice(end);
  await rescore(text.slice(0, end));
}
await rescore(rest);
