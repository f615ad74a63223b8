// The element as a control of the page's <form>, through its ElementInternals.
import { toJson } from "./json-copy.js";

// The DOM of unit tests, as of jsdom and happy-dom, has no form association: there the element renders nothing.
export const canRender = "setFormValue" in (globalThis.ElementInternals ?? class {}).prototype;

// Returns the internals of an element.
export const attachInternals = (element) =>
  canRender
    ? element.attachInternals()
    : { checkValidity: () => true, reportValidity: () => true, form: null, validationMessage: "", willValidate: false };

// Sets value and validity from the form's state. Before the module runs there is none: then the element is invalid if
// there is a `waitMessage`. Returns the element at which the browser reports that.
export function setFormControl(internals, root, state, waitMessage) {
  const { result, draft, missing } = state ?? { missing: waitMessage && [0, waitMessage] };
  const [index, message] = missing || [];
  const anchor = root.querySelector(`[data-index="${index}"], iframe`) ?? root;
  internals.setFormValue?.(result ? toJson(result) : null, draft ? toJson(draft) : null);
  internals.setValidity?.(missing ? { [state ? "valueMissing" : "customError"]: true } : {}, message, anchor);
  return anchor;
}

// Sets the states of :state(), from names separated by spaces.
export function setStates({ states }, names) {
  try {
    states?.clear();
    names.split(" ").forEach((name) => name && states?.add(name));
  } catch {
    // Browsers without :state() accept only names that begin with two dashes.
  }
}
