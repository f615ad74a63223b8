// Replays generated calls in the runtime that runs this file, in its main thread and in a worker. Prints their number.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { Worker, isMainThread, parentPort, workerData } from "node:worker_threads";

// A script's exports are members of the default one.
async function importInstrument(server) {
  const { default: script, Instrument = script.Instrument } = await import(server);
  return Instrument;
}

async function replay(server, path) {
  const Instrument = await importInstrument(server);
  let calls = 0;
  for (const line of readFileSync(path, "utf8").trimEnd().split("\n")) {
    const { definition, calls: expected } = JSON.parse(line);
    const instrument = new Instrument(definition);
    for (const { call, arguments: [data, history], reply } of expected) {
      let found;
      try {
        found = call === "rescore" ? instrument.rescore(data) : instrument[call](data, { history });
      } catch (error) {
        assert.equal(error.name, "InvalidAnswers", error.stack);
        found = { problems: error.problems };
      }
      assert.deepEqual(found, reply, `${call} ${data}`);
      calls += 1;
    }
  }
  return calls;
}

const inWorker = (data) =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: data });
    worker.once("message", resolve);
    worker.once("error", reject);
  });

if (isMainThread) {
  const [server, path] = process.argv.slice(2);
  const data = { server: pathToFileURL(server).href, path };
  console.log(await replay(data.server, path), await inWorker(data));
} else {
  parentPort.postMessage(await replay(workerData.server, workerData.path));
}
