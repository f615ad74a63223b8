// A host's unit test of a component that shows the element, in a DOM without layout: nothing renders, nothing throws.
import assert from "node:assert/strict";
import { after, test } from "node:test";

const faults = [];
process.on("unhandledRejection", (reason) => faults.push(reason));
process.on("uncaughtException", (error) => faults.push(error));
const settle = () => new Promise((resolve) => setTimeout(resolve, 50));

export async function suite(window) {
  const logged = [];
  console.error = (...values) => logged.push(values.join(" "));
  window.addEventListener("error", (event) => faults.push(event.error ?? event.message));
  const events = [];
  ["ready", "open", "close", "dismiss", "error", "submit"].forEach((name) =>
    window.document.addEventListener(`rapport-${name}`, (event) => events.push(event.type)),
  );
  const requests = [];
  globalThis.fetch = window.fetch = (url) => (requests.push(String(url)), Promise.reject(new Error("no network")));

  for (const file of ["rapport.js", "rapport.inline.js", "rapport.nowasm.js", "rapport-embed.js"]) {
    test(`${file} can be imported`, async () => {
      const { RapportFeedback } = await import(new URL(`../node_modules/rapport-feedback/${file}`, import.meta.url));
      const tag = file === "rapport.js" ? "rapport-feedback" : `x-${file.replaceAll(".", "-")}`;
      RapportFeedback.define(tag);
      assert.ok(window.customElements.get(tag));
      await checkElement(tag);
    });
  }

  async function checkElement(tag) {
    const { document } = window;
    document.body.innerHTML = `<${tag} session-id="s" lang="es"></${tag}><form><${tag} name="f"></${tag}></form>`;
    const parsed = document.querySelector(tag);
    assert.equal(parsed.sessionId, "s");
    const made = document.createElement(tag);
    Object.assign(made, { mode: "dialog", history: [{ total: 1 }], strings: { submit: "x" }, keepDraft: true });
    made.answers = { safe: 3 };
    made.instrument = "one";
    assert.deepEqual([made.mode, made.history, made.keepDraft], ["dialog", [{ total: 1 }], true]);
    document.body.append(made);
    await settle();
    made.show();
    assert.equal(made.open, true);
    await settle();
    made.focus();
    made.submit();
    made.reset();
    assert.deepEqual([made.outcome, made.result, made.complete], [null, null, false]);
    assert.equal(made.toFHIR(), null);
    assert.equal(made.checkValidity(), true);
    assert.equal(made.reportValidity(), true);
    assert.equal(made.willValidate !== undefined && made.validationMessage !== undefined, true);
    made.close();
    assert.equal(made.open, false);
    made.innerHTML = '<script type="application/json">{"instrument": "one"}</script>';
    document.querySelector("form").reset();
    window.dispatchEvent(new window.Event("pagehide"));
    await settle();
    made.remove();
    document.body.append(made);
    document.body.replaceChildren();
    await settle();
    assert.equal(made.shadowRoot.textContent + parsed.shadowRoot.textContent, "");
  }

  after(() => {
    assert.deepEqual({ faults, logged, events, requests }, { faults: [], logged: [], events: [], requests: [] });
  });
}
