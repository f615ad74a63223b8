// The WASM module below the interface: its memory is stable, a trap ends one instance, and each thread has its own.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Worker } from "node:worker_threads";

const SERVER = new URL("../../dist/npm/rapport-server.js", import.meta.url);
const sent = readFileSync("tests/data/result.json", "utf8");
// RAPPORT_CALLS=10000000 repeats the test with the number of calls for which the memory is promised to be stable.
const CALLS = Number(process.env.RAPPORT_CALLS ?? 60_000);

// Imports the server's module anew, with `wrap` around the constructor of instances.
async function importWith(wrap) {
  const { Instance, Module } = WebAssembly;
  Object.assign(WebAssembly, wrap({ Instance, Module }));
  try {
    const server = await import(`${SERVER}?${Math.random()}`);
    server.Instrument.builtIn("session");
    return server;
  } finally {
    Object.assign(WebAssembly, { Instance, Module });
  }
}

// Collects the exports of every instance.
const collect = (instances) => ({ Instance }) => ({
  Instance: class extends Instance {
    constructor(...args) {
      super(...args);
      instances.push(this.exports);
    }
  },
});

test("memory is stable over many calls of every kind", async () => {
  const instances = [];
  const { Instrument } = await importWith(collect(instances));
  const session = Instrument.builtIn("session");
  const lines = `${sent.replaceAll("\n", "")}\n{`;
  const calls = [
    () => session.verify(sent),
    () => session.score('{"safe":82}'),
    () => session.rescore(lines),
    () => assert.throws(() => session.score('{"safe":101}')),
    () => session.verify("x"),
  ];
  const run = (count) => {
    for (let call = 0; call < count; call += 1) {
      calls[call % calls.length]();
    }
  };
  run(CALLS / 10);
  const early = instances[0].memory.buffer.byteLength;
  run(CALLS - CALLS / 10);
  assert.equal(instances[0].memory.buffer.byteLength, early);
  assert.equal(instances.length, 1);
  assert.ok(early < 8 * 2 ** 20, `${early} bytes`);
});

test("instruments that nobody uses are freed", async () => {
  const instances = [];
  const { Instrument } = await importWith(collect(instances));
  const { definition } = Instrument.builtIn("session");
  const make = async (count) => {
    for (let index = 0; index < count; index += 1) {
      new Instrument(definition);
      if (index % 200 === 0) {
        globalThis.gc();
        await new Promise(setImmediate);
      }
    }
  };
  await make(1000);
  const early = instances[0].memory.buffer.byteLength;
  await make(4000);
  assert.equal(instances[0].memory.buffer.byteLength, early);
});

// Returns a number of a WASM file in LEB128, and the offset after it.
function readLeb(bytes, at) {
  let [value, shift] = [0, 0];
  for (let offset = at; ; offset += 1, shift += 7) {
    value |= (bytes[offset] & 127) << shift;
    if (bytes[offset] < 128) {
      return [value, offset + 1];
    }
  }
}

// Returns the module with a maximum of its memory: `pages` more than it has at first.
function limitMemory(bytes, pages) {
  let at = 8;
  while (at < bytes.length) {
    const [size, body] = readLeb(bytes, at + 1);
    if (bytes[at] === 5) {
      const [initial, end] = readLeb(bytes, body + 2);
      assert.equal(bytes[body + 1], 0, "a memory without a maximum");
      const most = initial + pages;
      const maximum = [(most & 127) | 128, most >> 7];
      const content = [1, 1, ...bytes.slice(body + 2, end), ...maximum];
      return Uint8Array.from([...bytes.slice(0, at), 5, content.length, ...content, ...bytes.slice(body + size)]);
    }
    at = body + size;
  }
  return assert.fail("the module has no memory");
}

test("a trap poisons nothing: the next call works in a new instance", async () => {
  const instances = [];
  const wrap = (original) => ({
    ...collect(instances)(original),
    Module: class extends original.Module {
      constructor(bytes) {
        super(limitMemory(bytes, 30));
      }
    },
  });
  const { Instance } = WebAssembly;
  // The instances after a trap are made later, so the constructor stays wrapped during this test.
  const { Instrument } = await importWith(wrap);
  Object.assign(WebAssembly, collect(instances)({ Instance }));
  try {
    const [session, one] = [Instrument.builtIn("session"), Instrument.builtIn("one")];
    const expected = session.verify(sent);
    const huge = `[${"0,".repeat(240_000)}0]`; // needs more memory than there is
    for (let trap = 1; trap <= 3; trap += 1) {
      assert.throws(() => session.verify(huge), (error) => {
        assert.match(error.message, /the scoring module failed/);
        assert.ok(error.cause instanceof WebAssembly.RuntimeError, error.cause?.stack);
        return true;
      });
      assert.deepEqual(session.verify(sent), expected);
      assert.equal(one.score({ overall: 70 }).outcome.total, 70);
      assert.equal(Instrument.builtIn("one").score({ overall: 1 }).outcome.total, 1);
      assert.equal(instances.length, trap + 1);
    }
    globalThis.gc();
    await new Promise((resolve) => setTimeout(resolve, 20)); // finalizers of instruments in ended instances
    assert.deepEqual(session.verify(sent), expected);
  } finally {
    Object.assign(WebAssembly, { Instance });
  }
});

test("an instrument keeps no instance that trapped", async () => {
  const { Instance, Module } = WebAssembly;
  const memories = [];
  const Remembered = class extends Instance {
    constructor(...args) {
      super(...args);
      memories.push(new WeakRef(this.exports.memory));
    }
  };
  const Limited = class extends Module {
    constructor(bytes) {
      super(limitMemory(bytes, 30));
    }
  };
  const { Instrument } = await importWith(() => ({ Instance: Remembered, Module: Limited }));
  WebAssembly.Instance = Remembered;
  try {
    const session = Instrument.builtIn("session");
    const huge = `[${"0,".repeat(240_000)}0]`;
    for (let trap = 1; trap <= 5; trap += 1) {
      assert.throws(() => session.verify(huge));
      assert.deepEqual(session.verify(sent).problems, []);
    }
    const alive = () => memories.filter((memory) => memory.deref()).length;
    for (let attempt = 0; attempt < 20 && alive() > 1; attempt += 1) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      globalThis.gc();
    }
    assert.deepEqual([memories.length, alive()], [6, 1]);
    assert.deepEqual(session.verify(sent).problems, []);
  } finally {
    WebAssembly.Instance = Instance;
  }
});

test("four worker threads score at the same time", async () => {
  const code = `
    const { parentPort, workerData } = require("node:worker_threads");
    import(workerData.server).then(({ Instrument }) => {
      const session = Instrument.builtIn("session");
      for (let call = 0; call < 2000; call += 1) {
        const total = session.score({ safe: 60, understood: 60, together: 60, open: 60, helpful: workerData.value }).outcome.total;
        if (total !== (240 + workerData.value) / 5) throw new Error(String(total));
      }
      parentPort.postMessage(session.verify(workerData.sent).problems);
    });`;
  const run = (value) => new Promise((resolve, reject) => {
    const worker = new Worker(code, { eval: true, workerData: { server: SERVER.href, value, sent } });
    worker.once("message", resolve);
    worker.once("error", reject);
  });
  const problems = await Promise.all([0, 25, 50, 100].map(run));
  assert.deepEqual(problems, [[], [], [], []]);
});
