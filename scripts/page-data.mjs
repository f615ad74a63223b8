// The data that a page's scripts take from the project's files: the lists of attributes, the texts.
import { readFileSync } from "node:fs";
import { join } from "node:path";

const readJson = (...path) => JSON.parse(readFileSync(join(...path), "utf8"));

export const readManifest = () => readJson("www", "npm", "custom-elements.json");

// Returns the attributes, properties, events and custom properties of an element that a Custom Elements Manifest describes.
export function attributeLists(manifest, tag = "rapport-feedback") {
  const declarations = manifest.modules.flatMap((module) => module.declarations);
  const { attributes, members, events, cssProperties } = declarations.find(({ tagName }) => tagName === tag);
  const isBoolean = ({ type }) => type.text === "boolean";
  const fields = members.filter((member) => member.kind === "field" && !member.static && !member.readonly);
  const reflected = fields.filter(({ reflects }) => reflects);
  return {
    ATTRIBUTES: attributes.map(({ name }) => name),
    BOOLEAN_ATTRIBUTES: attributes.filter(isBoolean).map(({ name }) => name),
    // Without `lang` and `dir`, which HTMLElement reflects, and `instrument`, whose property can be an object too.
    STRING_ATTRIBUTES: reflected.filter((field) => !isBoolean(field)).map(({ attribute }) => attribute),
    OBJECT_PROPERTIES: fields.filter(({ attribute }) => !attribute).map(({ name }) => name),
    EVENTS: events.map(({ name }) => name),
    CUSTOM_PROPERTIES: cssProperties.map(({ name }) => name),
  };
}

// Returns the texts of the first screen, which are before "@later": the keys, one a line; the tag and the texts of each
// language, one a line in the order of the keys; and the ids of the items of each built-in instrument. `isNeeded`
// selects keys. build.rs reads the same files in the same order.
export function formTexts(isNeeded = () => true) {
  const tags = readJson("src", "strings", "languages.json");
  const languages = tags.map((tag) => readJson("src", "strings", `${tag}.json`));
  const allKeys = Object.keys(languages[0]);
  const keys = allKeys.slice(0, allKeys.indexOf("@later")).filter((key) => !key.startsWith("@") && isNeeded(key));
  const itemIds = (id) => keys.map((key) => key.split(".")).filter(([first, item, end]) => first === id && item && !end);
  const ids = keys.filter((key) => itemIds(key).length > 0);
  return {
    keys: keys.join("\n"),
    languages: languages.map((texts, index) => [tags[index], keys.map((key) => texts[key]).join("\n")]),
    builtIn: Object.fromEntries(ids.map((id) => [id, itemIds(id).map(([, item]) => item)])),
  };
}

// Returns [tag, dir, message, retry] for each language, the fallback first: the message of a trend that cannot be shown.
export function trendTexts() {
  const messages = readJson("www", "trend", "failure-texts.json");
  return readJson("src", "strings", "languages.json").map((tag) => {
    const { dir, retry } = readJson("src", "strings", `${tag}.json`);
    return [tag, dir, messages[tag], retry];
  });
}

// Returns the rules of the form's style sheet that define its custom properties: both elements look alike.
export function tokenRules(css) {
  const rules = [...css.matchAll(/^(?:  )?\.root[.\w]* \{[^}]*\}|^@media[^{]*\{\n(?=  \.root \{)|^\}/gm)].map(([rule]) => rule);
  // A brace that closes no media query of the list belongs to another rule.
  return rules.filter((rule, index) => rule !== "}" || rules[index - 1]?.startsWith("  .root")).join("\n");
}
