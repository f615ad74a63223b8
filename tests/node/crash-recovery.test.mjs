import assert from "node:assert/strict";
import { test } from "node:test";
import { importScript, until } from "./bundled.mjs";

const { RecoverableForm } = await importScript("element/crash-recovery.js");

const ANSWERS = [{ item: "overall", value: 80 }];
const snapshot = (phase = "answering", attempt = 0) => ({ phase, result: { attempt, answers: ANSWERS } });
const METHODS = ["mount", "renderHidden", "unmount", "update", "submit", "close", "reset", "restoreDraft", "unload"];

// Stands for a `Feedback` object: it logs the calls, and crashes when the test wants it to.
class FakeInstance {
  constructor(log, onCrash) {
    this.log = log;
    this.crash = (message = "unreachable") => onCrash(new Error(message));
    for (const name of METHODS) {
      this[name] = (argument) => this.log.push(argument === undefined ? name : `${name} ${JSON.stringify(argument)}`);
    }
  }

  attach(host, config) {
    this.host = host;
    this.log.push(`attach ${JSON.stringify(config)}`);
  }

  restoreSnapshot(snapshot, reply) {
    this.restored = { snapshot, reply };
    this.log.push("restoreSnapshot");
  }

  get result() {
    return this.onRead?.() ?? "a result";
  }
}

// Creates a mounted form with its host, and the instances that it had.
async function open({ mounted = true, initial } = {}) {
  const root = { getRootNode: () => ({ activeElement: null }), querySelector: () => null };
  const page = { instances: [], log: [], events: [], failure: undefined, listeners: {}, root };
  page.host = {
    emit: (name, detail) => {
      page.events.push({ name, detail });
      return page.listeners[name]?.(detail) ?? { prevented: false, saved: false };
    },
    reflect: (...state) => page.log.push(`reflect ${state.join(" ")}`),
    fail: (error) => {
      page.failure = error;
    },
    saveDraft: () => {},
    loadDraft: () => null,
  };
  page.createInstance = async (onCrash) => {
    const instance = new FakeInstance(page.log, onCrash);
    page.instances.push(instance);
    return instance;
  };
  page.form = await RecoverableForm.create((onCrash) => page.createInstance(onCrash), initial);
  page.names = () => page.events.map(({ name }) => name);
  page.last = () => page.instances.at(-1);
  page.drawn = async (count) =>
    until(() => page.instances.length === count && page.log.filter((call) => call === "renderHidden").length === count);
  if (mounted) {
    page.form.mount(root, page.host, 1);
    await until(() => page.log.includes("renderHidden"));
  }
  return page;
}

test("a form is attached at once, and drawn in the next task", async () => {
  const page = await open({ mounted: false });
  page.form.mount(page.root, page.host, 1);
  assert.deepEqual(page.log, ["attach 1"]);
  page.form.submit();
  assert.equal(page.form.result, undefined);
  await until(() => page.log.includes("renderHidden"));
  assert.deepEqual(page.log, ["attach 1", "mount {}", "renderHidden"]);
  assert.equal(page.form.result, "a result");
});

test("a new instance restores the last snapshot", async () => {
  const page = await open();
  const saved = snapshot();
  page.last().host.saveSnapshot(saved);
  page.last().crash();
  await page.drawn(2);
  assert.deepEqual(page.last().restored, { snapshot: saved, reply: undefined });
  const [{ name, detail }] = page.events;
  assert.equal(name, "rapport-error");
  assert.deepEqual(detail, {
    code: "crashed",
    message: "unreachable",
    answers: { overall: 80 },
    fatal: false,
    problems: [],
  });
});

test("a form that crashes before its first snapshot starts empty", async () => {
  const page = await open();
  page.last().crash();
  await page.drawn(2);
  assert.equal(page.last().restored, undefined);
});

test("calls made while recovering run in order after the restoration", async () => {
  const page = await open();
  page.last().host.saveSnapshot(snapshot());
  page.listeners["rapport-error"] = () => {
    page.form.submit();
    page.form.update(2);
  };
  page.log.length = 0;
  page.last().crash();
  page.form.close();
  page.form.restoreDraft("draft");
  assert.deepEqual(page.log, []);
  await until(() => page.log.includes("renderHidden"));
  assert.deepEqual(page.log, [
    "attach 1",
    "restoreSnapshot",
    "mount {}",
    "close",
    'restoreDraft "draft"',
    "submit",
    "update 2",
    "renderHidden",
  ]);
});

test("a reset in the error handler applies after recovery", async () => {
  const page = await open();
  page.last().host.saveSnapshot(snapshot());
  page.listeners["rapport-error"] = () => page.form.reset();
  page.last().crash();
  await page.drawn(2);
  assert.ok(page.log.indexOf("reset") > page.log.indexOf("restoreSnapshot"));
});

test("a call that crashes the next instance leaves the later calls for the one after it", async () => {
  const page = await open();
  page.last().crash();
  page.form.reset();
  page.form.submit();
  await until(() => page.instances.length === 2);
  const second = page.last();
  second.reset = () => second.crash();
  await until(() => page.instances.length === 3 && page.log.includes("submit"));
  assert.deepEqual(page.log.slice(-3), ["attach 1", "mount {}", "submit"]);
});

test("a mount while recovering keeps the configuration of earlier calls", async () => {
  const page = await open();
  page.last().crash();
  page.form.submit();
  page.form.unmount();
  page.log.length = 0;
  page.form.mount(page.root, page.host, 2);
  await until(() => page.log.includes("update 2"));
  assert.deepEqual(page.log.filter((call) => /attach|submit|update/.test(call)), ["attach 1", "submit", "update 2"]);
});

test("the fourth crash is fatal", async () => {
  const page = await open();
  page.last().host.saveSnapshot(snapshot());
  for (let crashes = 1; crashes <= 3; crashes += 1) {
    page.last().crash();
    await page.drawn(crashes + 1);
    assert.equal(page.failure, undefined);
  }
  page.last().crash();
  await until(() => page.failure);
  const { code, answers, snapshot: kept } = page.failure;
  assert.deepEqual([code, answers, kept], ["crashed", { overall: 80 }, snapshot()]);
  assert.equal(page.names().filter((name) => name === "rapport-error").length, 3);
});

test("a result that is sent resets the count of crashes", async () => {
  const page = await open();
  for (let crashes = 1; crashes <= 6; crashes += 1) {
    page.last().host.saveSnapshot(snapshot("sent", 1));
    page.last().crash();
    await page.drawn(crashes + 1);
  }
  assert.equal(page.failure, undefined);
});

test("a form that cannot get a new instance fails with the reason", async () => {
  const page = await open();
  page.createInstance = async () => {
    throw new RangeError("out of memory");
  };
  page.last().crash();
  await until(() => page.failure);
  assert.deepEqual([page.failure.code, page.failure.message], ["crashed", "out of memory"]);
});

test("an instance that crashes while it is created is an error of the creation", async () => {
  const crashing = async (onCrash) => onCrash(new Error("unreachable"));
  await assert.rejects(RecoverableForm.create(crashing), { message: "unreachable" });
});

test("an event already emitted is not emitted again", async () => {
  const page = await open();
  page.last().host.emit("rapport-ready", {});
  page.last().host.reflect(true, "");
  page.last().host.emit("rapport-open", {});
  page.last().host.saveSnapshot(snapshot());
  page.last().crash();
  await page.drawn(2);
  page.last().host.emit("rapport-ready", {});
  page.last().host.reflect(true, "");
  page.last().host.emit("rapport-open", {});
  assert.deepEqual(page.names(), ["rapport-ready", "rapport-open", "rapport-error"]);
  page.last().host.emit("rapport-open", {});
  assert.equal(page.names().at(-1), "rapport-open");
});

test("a dialog that was closed emits its next opening", async () => {
  const page = await open();
  page.last().host.reflect(true, "");
  page.last().crash();
  await page.drawn(2);
  page.last().host.reflect(false, "");
  page.last().host.emit("rapport-open", {});
  assert.ok(page.names().includes("rapport-open"));
});

test("the reply to a submit event survives a crash", async () => {
  const page = await open();
  const reply = { prevented: false, saved: Promise.resolve(true) };
  page.listeners["rapport-submit"] = () => reply;
  page.last().host.saveSnapshot(snapshot("sending", 1));
  page.last().host.emit("rapport-submit", { attempt: 1 });
  page.last().crash();
  await page.drawn(2);
  assert.equal(page.last().restored.reply, reply);
});

test("a result that was not emitted before the crash has no reply", async () => {
  const page = await open();
  page.listeners["rapport-submit"] = () => ({ prevented: false, saved: true });
  page.last().host.saveSnapshot(snapshot("sending", 1));
  page.last().host.emit("rapport-submit", { attempt: 1 });
  page.last().host.saveSnapshot(snapshot("sending", 2));
  page.last().crash();
  await page.drawn(2);
  assert.equal(page.last().restored.reply, undefined);
});

test("a crashed instance reaches the host no more", async () => {
  const page = await open();
  const first = page.last();
  page.listeners["rapport-change"] = () => first.crash();
  assert.throws(() => first.host.emit("rapport-change", {}));
  assert.throws(() => first.host.emit("rapport-input", {}));
  assert.throws(() => first.host.reflect(true, ""));
  assert.deepEqual(page.names(), ["rapport-change"]);
});

test("a property that crashes the instance is undefined until the form is drawn again", async () => {
  const page = await open();
  const first = page.last();
  first.onRead = () => first.crash();
  assert.equal(page.form.result, undefined);
  assert.equal(page.form.result, undefined);
  await page.drawn(2);
  assert.equal(page.form.result, "a result");
});

test("a snapshot of the new instance before its restoration is ignored", async () => {
  const page = await open();
  page.last().host.saveSnapshot(snapshot());
  page.last().crash();
  await until(() => page.instances.length === 2);
  const second = page.last();
  second.attach = (host) => {
    second.host = host;
    host.saveSnapshot({ phase: "answering", result: { attempt: 0, answers: [] } });
  };
  await until(() => second.restored);
  assert.deepEqual(second.restored.snapshot, snapshot());
});

test("out of the page only a form that is sending is restored", async () => {
  for (const [phase, isRestored] of [
    ["sending", true],
    ["answering", false],
  ]) {
    const page = await open();
    page.last().host.saveSnapshot(snapshot(phase, 1));
    page.form.unmount();
    page.last().crash();
    await until(() => page.instances.length === 2);
    await new Promise((resolve) => setTimeout(resolve, 5));
    assert.equal(Boolean(page.last().restored), isRestored, phase);
    assert.deepEqual(page.names(), [], "the element is not in the page");
    page.form.mount(page.root, page.host, 2);
    await page.drawn(2);
    assert.ok(page.last().restored, phase);
  }
});

test("a form that starts with a snapshot restores it when it is mounted", async () => {
  const page = await open({ mounted: false, initial: snapshot() });
  page.form.mount(page.root, page.host, 1);
  assert.deepEqual(page.log, ["attach 1", "restoreSnapshot"]);
});
