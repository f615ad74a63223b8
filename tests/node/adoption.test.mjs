import assert from "node:assert/strict";
import { test } from "node:test";
import { importScript } from "./bundled.mjs";

const { Adoption } = await importScript("element/adoption.js");

// Stands for an element: as much of one as the adoption uses.
class FakeElement {
  constructor(localName, attributes = {}, children = [], className = "") {
    Object.assign(this, { localName, values: new Map(Object.entries(attributes)), children, className, writes: [] });
    children.forEach((child) => Object.assign(child, { parentNode: this }));
    this.ownerDocument = { createElement: (name) => new FakeElement(name) };
  }

  closest(selector) {
    const isMatch = selector === `.${this.className}`;
    return isMatch ? this : (this.parentNode?.closest(selector) ?? null);
  }

  get attributes() {
    return [...this.values.keys()].map((name) => ({ name }));
  }

  getAttribute(name) {
    return this.values.get(name) ?? null;
  }

  setAttribute(name, value) {
    this.writes.push(name);
    this.values.set(name, value);
  }

  removeAttribute(name) {
    this.values.delete(name);
  }

  insertBefore(node, next) {
    this.writes.push(`insert ${node.localName}`);
    return node;
  }

  cloneNode() {
    return new FakeElement(this.localName);
  }
}

const document = { createElement: (name) => new FakeElement(name) };

// A panel with a heading, an item of a button and an input, and a footer.
function drawn() {
  const [heading, button, input, footer] = ["h2", "button", "input", "p"].map((name) => new FakeElement(name));
  const item = new FakeElement("div", {}, [button, input], "item");
  const panel = new FakeElement("section", {}, [heading, item, footer]);
  return { root: new FakeElement("div", {}, [panel]), panel, heading, item, button, input, footer };
}

test("nodes are handed out in Yew's order: parents first, siblings from last to first, items at the end", () => {
  const { root, panel, heading, item, button, input, footer } = drawn();
  const adoption = new Adoption();
  adoption.start(root);
  assert.equal(adoption.lastChild(root), null, "Yew does not empty the root");
  const expected = [panel, footer, heading, item, input, button];
  assert.deepEqual(
    expected.map(({ localName }) => adoption.createElement(document, localName)),
    expected,
  );
  assert.equal(adoption.finish(), true);
});

test("nothing is inserted or written that is equal already, and other attributes are removed", () => {
  const { root, panel, heading } = drawn();
  panel.values = new Map([["class", "panel"], ["aria-busy", "true"], ["open", ""]]);
  panel.textContent = "Hello";
  const adoption = new Adoption();
  adoption.start(root);
  assert.equal(adoption.createElement(document, "section"), panel);
  adoption.setAttribute(panel, "class", "panel");
  adoption.setProperty(panel, "textContent", "Hello");
  adoption.insertBefore(root, panel, null);
  assert.deepEqual([panel.writes, root.writes], [[], []]);
  adoption.setAttribute(panel, "lang", "de");
  adoption.insertBefore(root, heading, null);
  assert.deepEqual([panel.writes, root.writes], [["lang"], ["insert h2"]]);
  assert.equal(adoption.finish(), false, "nodes are left");
  assert.deepEqual([...panel.values.keys()], ["class", "open", "lang"]);
});

test("Yew's copies for cloning are clean, and from the first difference on nodes are new", () => {
  const { root, panel, footer } = drawn();
  const adoption = new Adoption();
  adoption.start(root);
  assert.equal(adoption.createElement(document, "section"), panel);
  const copy = adoption.cloneNode(panel);
  assert.ok(copy !== panel && copy.localName === "section");
  assert.equal(adoption.createElement(document, "p"), footer);
  assert.notEqual(adoption.createElement(document, "h3"), undefined);
  assert.equal(adoption.finish(), false);
});

test("without an adoption, everything reaches the document", () => {
  const { root, panel } = drawn();
  root.lastChild = panel;
  const adoption = new Adoption();
  assert.equal(adoption.lastChild(root), panel);
  assert.notEqual(adoption.createElement(document, "section"), panel);
  adoption.setAttribute(panel, "class", "panel");
  assert.deepEqual(panel.writes, ["class"]);
  const target = {};
  assert.equal(adoption.setProperty(target, "key", 1), true);
  assert.equal(target.key, 1);
});
