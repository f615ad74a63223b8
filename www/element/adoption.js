// Lets Yew take over nodes that the script drew: focus, scrolling, values and a drag in progress stay. The glue of the
// module makes its calls on the document through an Adoption. While one takes place, the nodes in the page are handed
// out in place of new ones. Yew's own hydration would add a tenth to the download.

// Returns the nodes below `parent` in the order in which Yew makes them: parents first, and siblings from last to first.
const nodesBelow = (parent) => [...parent.children].reverse().flatMap((node) => [node, ...nodesBelow(node)]);

// Yew makes components after everything else. An item is a component.
function inOrderOfCreation(root) {
  const nodes = nodesBelow(root);
  const isOfItem = (node) => Boolean(node.closest(".item"));
  return [...nodes.filter((node) => !isOfItem(node)), ...nodes.filter(isOfItem)];
}

export class Adoption {
  #nodes; // still to be handed out; undefined if no adoption takes place
  #attributes = new Map(); // the names that Yew set, by node

  start(root) {
    this.#nodes = inOrderOfCreation(root);
  }

  // Ends the adoption, and removes attributes that the script alone had set. Returns whether Yew drew the same nodes.
  finish() {
    const isComplete = this.#nodes?.length === 0;
    for (const [node, names] of this.#attributes) {
      [...node.attributes].forEach(({ name }) => names.has(name) || node.removeAttribute(name));
    }
    this.#nodes = undefined;
    this.#attributes.clear();
    return isComplete;
  }

  // Returns the next node if it has that name. At the first one that has not, the adoption fails.
  #take(name) {
    const node = this.#nodes?.[0];
    if (node?.localName !== name) {
      return undefined;
    }
    this.#attributes.set(node, new Set(["value", "open"])); // those that a property or the browser sets
    return this.#nodes.shift();
  }

  // Yew keeps a copy of the first element of each name, and clones that.
  createElement(document, name) {
    return this.#take(name) ?? document.createElement(name);
  }

  cloneNode(node) {
    return this.#attributes.has(node)
      ? node.ownerDocument.createElement(node.localName)
      : (this.#take(node.localName) ?? node.cloneNode());
  }

  // An inserted node would lose its focus.
  insertBefore(parent, node, next) {
    return this.#attributes.has(node) && node.parentNode === parent ? node : parent.insertBefore(node, next);
  }

  // Yew empties its root first.
  lastChild(node) {
    return this.#nodes ? null : node.lastChild;
  }

  // An equal value is not set: a text would get another node, and lose the reader's position.
  setAttribute(node, name, value) {
    this.#attributes.get(node)?.add(name);
    (this.#attributes.has(node) && node.getAttribute(name) === value) || node.setAttribute(name, value);
  }

  setProperty(target, name, value) {
    return (this.#attributes.has(target) && target[name] === value) || Reflect.set(target, name, value);
  }
}
