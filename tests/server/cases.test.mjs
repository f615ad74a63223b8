// Every call gives the reply of the native build, to the last bit and with the same problems, and the scores of the
// implementation in exact fractions.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { Instrument } from "../../dist/npm/rapport-server.js";

const CASES = 10_000;
const SEED = 20_261_127;

// Makes a generator of lines: the oracle's cases, with the native build's replies.
function cases() {
  const command = `python3 tests/oracle/cases.py ${CASES} ${SEED} | cargo run --quiet --locked --example binding-cases`;
  const generator = spawn("bash", ["-o", "pipefail", "-c", command], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise((resolve) => generator.on("close", resolve));
  return { lines: createInterface({ input: generator.stdout }), ended };
}

function reply(instrument, { call, arguments: [data, history] }) {
  if (call === "rescore") {
    return instrument.rescore(data);
  }
  try {
    return instrument[call](data, { history });
  } catch (error) {
    assert.equal(error.name, "InvalidAnswers", error.stack);
    return { problems: error.problems };
  }
}

// The threshold is a square root: its last bit may differ from the oracle's.
function assertAgrees(found, expected, line) {
  const [threshold, other] = [found, expected].map((change) => change?.threshold ?? null);
  assert.ok(threshold === other || Math.abs(threshold / other - 1) < 1e-14, line);
  assert.deepEqual({ ...found, threshold: 0 }, { ...expected, threshold: 0 }, line);
}

test("replies are those of the native build and of the exact fractions", async () => {
  const { lines, ended } = cases();
  let [count, calls] = [0, 0];
  for await (const line of lines) {
    const { definition, calls: expected, outcome, change } = JSON.parse(line);
    const instrument = new Instrument(definition);
    for (const call of expected) {
      assert.deepEqual(reply(instrument, call), call.reply, `${call.call} ${call.arguments}`);
    }
    if (outcome) {
      const [scores] = expected;
      assert.deepEqual(scores.reply.outcome, outcome, line);
      assertAgrees(scores.reply.change, change, line);
    }
    count += 1;
    calls += expected.length;
  }
  assert.equal(await ended, 0);
  assert.equal(count, CASES + 1);
  assert.ok(calls > 2 * CASES, `${calls} calls`);
});
