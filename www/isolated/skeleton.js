// A skeleton as high as the form, until the frame of an isolated form has loaded.
import { maxItems } from "../../src/limits.json";

// Returns the number of items that the form will probably have.
function countItems({ attributes, script, properties }) {
  const { items } = properties.instrument ?? script?.instrument ?? {};
  return Array.isArray(items) ? Math.min(items.length, maxItems) : attributes.instrument === "one" ? 1 : 5;
}

// The bars are as high as the form's parts are if each text takes one line.
export function createSkeleton(config) {
  const skeleton = document.createElement("div");
  skeleton.className = "panel skeleton";
  skeleton.setAttribute("aria-hidden", "true");
  for (const name of ["top", ...Array(countItems(config)).fill("item"), "end"]) {
    skeleton.appendChild(document.createElement("i")).className = name;
  }
  return skeleton;
}
