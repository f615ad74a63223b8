// The data that a page's scripts take from the project's files: the lists of attributes, the texts of the error screen.
import { readFileSync } from "node:fs";
import { join } from "node:path";

const readJson = (...path) => JSON.parse(readFileSync(join(...path), "utf8"));

export const readManifest = () => readJson("www", "npm", "custom-elements.json");

// Returns the attributes and properties of an element that a Custom Elements Manifest describes.
export function attributeLists(manifest, tag = "rapport-feedback") {
  const declarations = manifest.modules.flatMap((module) => module.declarations);
  const { attributes, members } = declarations.find(({ tagName }) => tagName === tag);
  const isBoolean = ({ type }) => type.text === "boolean";
  const fields = members.filter((member) => member.kind === "field" && !member.static && !member.readonly);
  const reflected = fields.filter(({ reflects }) => reflects);
  return {
    ATTRIBUTES: attributes.map(({ name }) => name),
    BOOLEAN_ATTRIBUTES: attributes.filter(isBoolean).map(({ name }) => name),
    // Without `lang` and `dir`, which HTMLElement reflects, and `instrument`, whose property can be an object too.
    STRING_ATTRIBUTES: reflected.filter((field) => !isBoolean(field)).map(({ attribute }) => attribute),
    OBJECT_PROPERTIES: fields.filter(({ attribute }) => !attribute).map(({ name }) => name),
  };
}

// Returns [tag, dir, title, retry, close] for each language, the fallback first.
export function errorTexts() {
  return readJson("src", "strings", "languages.json").map((tag) => {
    const { dir, "@failed": title, retry, close } = readJson("src", "strings", `${tag}.json`);
    return [tag, dir, title, retry, close];
  });
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
