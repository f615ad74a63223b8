// The form's texts: one copy for the script, which draws the form before the WASM module runs, and for the module.
import { BUILT_IN, KEYS, LANGUAGES } from "rapport-texts";
import { builtInVersion } from "../../src/limits.json";

// The texts as the module takes them.
export const ALL_TEXTS = [KEYS, ...LANGUAGES.flat()].join("\t");

const lines = KEYS.split("\n");
const TAGS = LANGUAGES.map(([tag]) => tag);
const language = (tag) => tag.split("-", 1)[0];
const withHyphens = (tag) => tag.replaceAll("_", "-");

// Returns the index of the tag nearest to `lang`, as the module does: the same tag, else the same without its last
// parts, else the first of the same language, else -1.
function nearest(tags, lang) {
  const known = tags.map((tag) => tag.toLowerCase());
  let wanted = lang.toLowerCase();
  while (!known.includes(wanted) && wanted.includes("-")) {
    wanted = wanted.slice(0, wanted.lastIndexOf("-"));
  }
  const found = known.indexOf(wanted);
  return found < 0 ? known.findIndex((tag) => tag && language(tag) === wanted) : found;
}

// The texts of the first screen that an empty string leaves out.
const OPTIONAL_KEYS = ["instructions", "optional", "whoSees", "crisis", "notMonitored", "draftNotice"];

// Returns a text of the host in the language nearest to `lang`, after its tag. Throws if it is no text.
export function localize(text, lang) {
  const texts = typeof text === "string" ? { "": text } : text;
  const tags = Object.keys(texts);
  const key = tags[Math.max(nearest(tags.map(withHyphens), lang), 0)];
  if (typeof texts[key] !== "string" || !texts[key]) {
    throw new TypeError("no text");
  }
  return [withHyphens(key), texts[key]];
}

// Returns the language for a form with that title. A translator may have changed the page's language to one without
// texts: then it is the one before.
export function readLang({ lang, originalLang }, title = "-") {
  const wanted = withHyphens(lang ?? "");
  const isKnown = nearest([...TAGS, localize(title, wanted)[0]], wanted) >= 0;
  return isKnown ? wanted : withHyphens(originalLang ?? wanted);
}

// The form's texts in the language nearest to `lang`, some of them replaced by the host.
export class Texts {
  #lines;
  #replacements = new Map();

  constructor(lang, replacements) {
    const found = nearest(TAGS, lang);
    const [tag, texts] = LANGUAGES[Math.max(found, 0)];
    this.lang = tag;
    this.locale = found < 0 ? tag : lang;
    this.#lines = texts.split("\n");
    this.dir = this.text("dir");
    for (const [key, text] of Object.entries(replacements ?? {})) {
      if (text === "") {
        OPTIONAL_KEYS.includes(key) && this.#replacements.set(key, ["", ""]);
      } else if (text !== null) {
        this.#replacements.set(key, localize(text, lang));
      }
    }
  }

  text(key) {
    return this.replacement(key)?.[1] ?? this.#lines[lines.indexOf(key)];
  }

  // Returns the tag and the text with which the host replaces a text.
  replacement(key) {
    return this.#replacements.get(key);
  }

  // Returns the title and the items of a built-in instrument; undefined for an unknown id.
  builtIn(id) {
    const text = (key) => ({ [this.lang]: this.text(key) });
    const item = (item) => {
      const key = `${id}.${item}`;
      return { id: item, text: text(key), low: text(`${key}.low`), high: text(`${key}.high`) };
    };
    const items = Object.hasOwn(BUILT_IN, id) && BUILT_IN[id].map(item);
    return items && { id, version: builtInVersion, title: text(id), scale: { min: 0, max: 100 }, items };
  }

  // Formats a number in the digits of the language.
  number(value) {
    try {
      return value.toLocaleString(this.locale);
    } catch {
      return String(value);
    }
  }
}

// Returns a text with a value in place of each `{slot}`.
export const format = (text, values) => text.replace(/\{(\w+)\}/g, (_, slot) => values[slot] ?? "");
