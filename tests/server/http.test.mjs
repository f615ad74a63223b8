// The servers of examples/servers over HTTP on loopback: each verifies, stores by id and attempt, and keeps the history.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { Instrument } from "../../dist/npm/rapport-server.js";

const SERVERS = {
  Express: ["node", "examples/servers/express.mjs"],
  "plain Node.js": ["node", "examples/servers/plain.mjs"],
  axum: ["cargo", "run", "--quiet", "--locked", "--example", "axum-server"],
};

const session = Instrument.builtIn("session");
const template = JSON.parse(readFileSync("tests/data/result.json", "utf8"));

// Returns a result as a browser sends it, with `value` as each answer.
function resultOf({ sessionId, form, attempt = 1, value = 60, history = [] }) {
  const answers = template.answers.map((answer) => ({ ...answer, value }));
  const id = `0b9c7f0e-6f0c-4a57-9d3f-${String(form).padStart(12, "0")}`;
  return session.verify({ ...template, id, attempt, sessionId, answers, change: null }, { history }).result;
}

// Starts a server. Returns its address, its output so far, and a function that stops it.
async function start([program, ...args]) {
  const server = spawn(program, args, { env: { ...process.env, PORT: "0" }, stdio: ["ignore", "pipe", "pipe"] });
  const output = [];
  server.stderr.on("data", (chunk) => output.push(String(chunk)));
  const ended = new Promise((resolve) => server.on("close", resolve));
  const address = await new Promise((resolve, reject) => {
    const lines = createInterface({ input: server.stdout });
    lines.on("line", (line) => output.push(line));
    lines.once("line", resolve);
    ended.then(() => reject(new Error(`${program} ${args}: ended: ${output.join("")}`)));
  });
  const stop = () => {
    server.kill();
    return ended;
  };
  return { address, output, stop };
}

for (const [name, command] of Object.entries(SERVERS)) {
  test(`${name} verifies, stores and compares`, { timeout: 240_000 }, async (context) => {
    const { address, output, stop } = await start(command);
    context.after(stop);
    const post = async (sessionId, body) => {
      const response = await fetch(`${address}/api/sessions/${sessionId}/feedback`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: typeof body === "string" ? body : JSON.stringify(body),
      });
      return { status: response.status, text: await response.text() };
    };
    const history = async (sessionId) => (await fetch(`${address}/api/sessions/${sessionId}/history`)).json();
    const statuses = [];
    const expectStatus = async (expected, sessionId, body) => {
      const { status, text } = await post(sessionId, body);
      assert.equal(status, expected, text);
      statuses.push(status);
      return text;
    };

    const first = resultOf({ sessionId: "a1b2", form: 1 });
    assert.deepEqual(await history("c3d4"), []);
    await expectStatus(204, "a1b2", first);
    assert.deepEqual(await history("a1b2"), []); // a session is not compared with itself
    assert.deepEqual(await history("c3d4"), [{ total: 60 }]);
    assert.deepEqual(await history("e5f6"), []); // another person's
    await expectStatus(204, "a1b2", first); // arrived twice
    await expectStatus(204, "a1b2", { ...first, id: first.id.toUpperCase() }); // the same UUID
    assert.equal((await history("c3d4")).length, 1);

    // The same form again, with other answers: only with the next attempt.
    await expectStatus(409, "a1b2", resultOf({ sessionId: "a1b2", form: 1, value: 70 }));
    assert.deepEqual(await history("c3d4"), [{ total: 60 }]);
    await expectStatus(204, "a1b2", resultOf({ sessionId: "a1b2", form: 1, value: 70, attempt: 2 }));
    await expectStatus(204, "a1b2", first); // late
    assert.deepEqual(await history("c3d4"), [{ total: 70 }]);
    await expectStatus(409, "c3d4", resultOf({ sessionId: "c3d4", form: 1, attempt: 9, history: [{ total: 70 }] }));

    // A total that was tampered with is stored as the server calculates it.
    const tampered = resultOf({ sessionId: "c3d4", form: 2, value: 20, history: [{ total: 70 }] });
    tampered.outcome.total = 99;
    await expectStatus(204, "c3d4", tampered);
    assert.deepEqual(await history("a7b8"), [{ total: 70 }, { total: 20 }]);

    // A form that is sent again keeps the history of its own session: c3d4 came later.
    assert.deepEqual(await history("a1b2"), []);
    await expectStatus(204, "a1b2", resultOf({ sessionId: "a1b2", form: 1, value: 80, attempt: 3 }));
    assert.deepEqual(await history("a1b2"), []);
    assert.deepEqual(await history("c3d4"), [{ total: 80 }]);

    const fresh = (change) => ({ ...resultOf({ sessionId: "e5f6", form: 3 }), ...change });
    const refused = [
      fresh({ answers: [] }),
      fresh({ sessionId: "a1b2" }),
      fresh({ schema: "rapport/2" }),
      fresh({ instrument: { id: "session", version: "9" } }),
      fresh({ id: "x" }),
      fresh({ submittedAt: null }),
      { ...fresh({ schema: "rapport/2" }), outcome: { total: 98765 } }, // the right total is an answer, too
      fresh({ answers: template.answers.map((answer) => ({ ...answer, value: 98765 })) }),
    ];
    for (const body of [...refused, "", "[]", "{", "null", "NaN", '"\ud800"', "[".repeat(200_000)]) {
      const text = await expectStatus(422, "e5f6", body);
      const { problems } = JSON.parse(text);
      assert.ok(problems.every((path) => path.startsWith("result")), text);
      assert.ok(!text.includes("98765") && !text.includes("60"), text);
    }
    await expectStatus(413, "e5f6", `"${"x".repeat(300_000)}"`);
    await expectStatus(404, "nobody", first);
    assert.deepEqual(await history("a7b8"), [{ total: 80 }, { total: 20 }]);
    await expectStatus(204, "e5f6", fresh({})); // still there

    // Of a person with many sessions, the newest 1,000 totals are compared: a longer history would refuse every result.
    for (let form = 10; form < 1011; form += 1) {
      const { status } = await post("a1b2", resultOf({ sessionId: "a1b2", form, value: form === 10 ? 10 : 60 }));
      assert.equal(status, 204);
    }
    assert.deepEqual(await history("a7b8"), new Array(1000).fill({ total: 60 }));
    await expectStatus(204, "a7b8", resultOf({ sessionId: "a7b8", form: 9, value: 30, history: [{ total: 60 }] }));
    assert.equal(output.length, 1, `nothing is logged but the address: ${output.join("\n")}`);
    assert.equal(statuses.length, 28);
  });
}
