// The element's attributes and properties: accessors that reflect attributes, JSON copies of the object properties, and
// the configuration that the form reads.
import { ATTRIBUTES, BOOLEAN_ATTRIBUTES, OBJECT_PROPERTIES, STRING_ATTRIBUTES } from "rapport-attributes";
import { UNCOMPARED_KEYS, parseConfigScript, toBoundedJson, toSafeString } from "./json-copy.js";

// React 18 and pages that a server renders write the name of a property in lower case, as in `sessionid`.
const lowerCaseName = (attribute) => attribute.replaceAll("-", "");
const hyphenated = ATTRIBUTES.filter((name) => name.includes("-"));
const lowerCaseNames = new Map(hyphenated.map((name) => [lowerCaseName(name), name]));
export const OBSERVED_ATTRIBUTES = [...ATTRIBUTES, ...lowerCaseNames.keys(), ...OBJECT_PROPERTIES];
export const standardName = (name) => lowerCaseNames.get(name) ?? name;

// The language of the page as it was loaded; unknown if a browser's translator had changed it by then.
const page = globalThis.document?.documentElement;
const originalLang = page?.matches(".translated-ltr, .translated-rtl") ? "" : page?.lang;

const propertyName = (attribute) => attribute.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
const REFLECTING_PROPERTIES = [...STRING_ATTRIBUTES, ...BOOLEAN_ATTRIBUTES].map(propertyName);

export class Configuration {
  #element;
  #values = {}; // the object properties as the host set them
  #copies = {}; // and as JSON: another object after each change, by which the form notices it
  #scriptText = "";
  #script = null;

  constructor(element) {
    this.#element = element;
  }

  getProperty(name) {
    return this.#values[name] ?? null;
  }

  // Copies the value, so that later changes to the host's object have no effect.
  setProperty(name, value) {
    // Some frameworks write an empty string for an absent value.
    this.#values[name] = value === "" ? null : value;
    const copy = toBoundedJson(this.#values[name], name === "history" ? UNCOMPARED_KEYS : []);
    this.#copies = { ...this.#copies, [name]: copy };
  }

  // Reads the JSON inside the tag. Without a script the last usable JSON stays: a patch of the page may clear the children.
  readScript() {
    const script = this.#element.querySelector(":scope > script[type='application/json']");
    const isUsable = typeof this.#script === "object";
    const text = script?.textContent ?? (isUsable ? this.#scriptText : "");
    if (text !== this.#scriptText) {
      this.#scriptText = text;
      this.#script = parseConfigScript(text);
    }
  }

  // Returns the configuration as the form reads it.
  read() {
    const element = this.#element;
    this.readScript();
    const lang = inheritedAttribute(element, "lang");
    const attributes = {
      ...Object.fromEntries(REFLECTING_PROPERTIES.map((name) => [name, element[name]])),
      instrument: element.getAttribute("instrument"),
      lang,
      originalLang: lang === page.lang && lang !== originalLang ? originalLang : undefined,
      dir: inheritedAttribute(element, "dir")?.toLowerCase(),
      disabled: element.matches(":disabled"), // by the attribute, or by a fieldset around the element
      offline: navigator.onLine === false,
      misplaced: misplacedAttributes(element),
    };
    return { attributes, script: this.#script, properties: this.#copies };
  }
}

// Returns the correct name for each attribute with a wrong one, or with an object as its value. Screen readers do not
// find an open dialog whose ancestor is hidden from them.
function misplacedAttributes(element) {
  const lowerCase = [...lowerCaseNames].filter(([name]) => element.hasAttribute(name));
  const objects = OBJECT_PROPERTIES.filter((name) => element.hasAttribute(name));
  const isDialog = element.open && element.mode === "dialog";
  const hidden = isDialog && inheritedAttribute(element, "aria-hidden") === "true" ? ["aria-hidden"] : [];
  return Object.fromEntries([
    ...lowerCase,
    ...objects.map((name) => [name, `the property ${name}`]),
    ...hidden.map((name) => [name, "none around an open dialog"]),
  ]);
}

// Returns the attribute of the element, or of its nearest ancestor that has it, across shadow roots.
export function inheritedAttribute(element, name) {
  for (let node = element; node; node = node.getRootNode().host) {
    const owner = node.closest(`[${name}]`);
    if (owner) {
      return owner.getAttribute(name);
    }
  }
  return undefined;
}

// Sets properties again that were set before the element was defined: as own properties they hide the accessors.
export function upgradeProperties(element) {
  for (const name of [...ATTRIBUTES.map(propertyName), ...OBJECT_PROPERTIES]) {
    if (Object.hasOwn(element, name)) {
      const value = element[name];
      delete element[name];
      element[name] = value;
    }
  }
}

// Defines the properties that reflect attributes, under their own names and in lower case.
export function defineReflection(prototype) {
  for (const name of [...STRING_ATTRIBUTES, ...BOOLEAN_ATTRIBUTES]) {
    const isBoolean = BOOLEAN_ATTRIBUTES.includes(name);
    const accessors = {
      get() {
        const value = this.getAttribute(name) ?? this.getAttribute(lowerCaseName(name));
        return isBoolean ? value !== null : value;
      },
      set(value) {
        lowerCaseName(name) === name || this.removeAttribute(lowerCaseName(name));
        isBoolean ? this.toggleAttribute(name, Boolean(value)) : writeAttribute(this, name, value);
      },
    };
    defineProperty(prototype, propertyName(name), accessors);
    defineProperty(prototype, lowerCaseName(name), accessors);
  }
}

export function defineProperty(prototype, name, accessors) {
  Object.defineProperty(prototype, name, { configurable: true, enumerable: true, ...accessors });
}

export function writeAttribute(element, name, value) {
  if (value == null || value === "") {
    element.removeAttribute(name);
  } else {
    element.setAttribute(name, toSafeString(value));
  }
}
