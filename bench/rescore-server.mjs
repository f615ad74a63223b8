// Rescores by the module for servers: lines from the standard input, scores to the standard output. It reads more
// than the usual 64 KiB at a time: each chunk waits for the event loop.
import { once } from "node:events";
import { createReadStream, readFileSync } from "node:fs";
import { Instrument } from "../dist/npm/rapport-server.js";

const NEWLINE = 10;
const CHUNK = 1 << 18;
const instrument = new Instrument(readFileSync(process.argv[2]));
let rest = Buffer.alloc(0);
let firstLine = 1;

async function rescore(lines) {
  const scores = instrument.rescore(lines, { firstLine });
  for (let at = scores.indexOf(NEWLINE); at >= 0; at = scores.indexOf(NEWLINE, at + 1)) {
    firstLine += 1;
  }
  if (!process.stdout.write(scores)) {
    await once(process.stdout, "drain");
  }
}

for await (const chunk of createReadStream("", { fd: 0, highWaterMark: CHUNK })) {
  const bytes = Buffer.concat([rest, chunk]);
  const end = bytes.lastIndexOf(NEWLINE) + 1;
  rest = bytes.subarray(end);
  await rescore(bytes.subarray(0, end));
}
await rescore(rest);
