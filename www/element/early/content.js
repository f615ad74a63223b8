// Reads from the configuration the first screen of a form: its texts in the form's language, and its items. It rejects
// a definition that it cannot draw, and checks no other rule: the module reports every fault once it runs.
import { draftKey } from "../draft-storage.js";
import { maxItems } from "../../../src/limits.json";
import { NOT_APPLICABLE } from "../answers.js";
import { Texts, format, localize, readLang } from "../texts.js";

// Returns the host's data under a key. A property takes precedence over the JSON inside the tag.
export const hostData = ({ script, properties }, key) => properties[key] ?? Object(script)[key];

// Returns the content. Throws if there is no first screen to draw.
export function readContent(config) {
  const { attributes, script } = config;
  const source = hostData(config, "instrument") ?? (attributes.instrument || "session");
  const lang = readLang(attributes, source.title);
  const texts = new Texts(lang, hostData(config, "strings"));
  const definition = typeof source === "string" ? texts.builtIn(source) : source;
  const { items, sections = [], scale } = definition;
  if (typeof script === "string" || !(items.length <= maxItems)) {
    throw new TypeError("no definition");
  }
  const text = (text) => text && localize(text, lang);
  const sectionText = (id) => text(sections.find((section) => section.id === id)?.text);
  const readItem = (item, index) => ({
    id: item.id,
    index,
    text: localize(item.text, lang),
    ends: (item.scale ?? scale).points ? undefined : [localize(item.low, lang), localize(item.high, lang)],
    scale: readScale(item.scale ?? scale, lang),
    heading: item.section === items[index - 1]?.section ? undefined : sectionText(item.section),
    notApplicable: text(item.notApplicable?.label),
    isRequired: attributes.required || Boolean(item.required),
  });
  const { disabled, instrument, required, review, sessionId, showValue } = attributes;
  return {
    disabled,
    instrument,
    required,
    review,
    sessionId,
    showValue,
    reference: { id: definition.id, version: definition.version },
    draftKey: draftKey(attributes),
    isDialog: attributes.mode === "dialog",
    dir: ["ltr", "rtl"].includes(attributes.dir) ? attributes.dir : texts.dir,
    lang,
    texts,
    strings: hostData(config, "strings"), // those that the texts contain are private
    title: localize(definition.title, lang),
    lead: text(definition.lead),
    attribution: text(definition.attribution),
    hasSections: sections.length > 0,
    items: items.map(readItem),
    initial: hostData(config, "answers") ?? {},
  };
}

function readScale({ points, min, max, step = 1 }, lang) {
  if (points) {
    return { points: points.map(({ value, label }) => ({ value, label: localize(label, lang) })) };
  }
  if (!(min < max && step > 0)) {
    throw new TypeError("no scale");
  }
  return { min, max, step, midpoint: snap({ min, max, step }, (min + max) / 2) };
}

// Returns the value of a slider that is nearest to `raw`, the higher one of two.
export function snap({ min, max, step }, raw) {
  const steps = Math.floor((Math.min(Math.max(raw, min), max) - min) / step + 0.5);
  return Math.min(min + steps * step, max);
}

// Returns whether an item can have a response: a value, or that it does not apply.
export function isResponse({ scale, notApplicable }, response) {
  const { points, min, max, step } = scale;
  if (response === NOT_APPLICABLE) {
    return Boolean(notApplicable);
  }
  if (points) {
    return points.some(({ value }) => value === response);
  }
  return Number.isInteger(response) && min <= response && response <= max && (response - min) % step === 0;
}

// Returns a response in words.
export function describeResponse({ scale, ends, notApplicable }, response, texts) {
  if (response === undefined || response === NOT_APPLICABLE) {
    return response ? notApplicable[1] : texts.text("notAnswered");
  }
  if (scale.points) {
    return scale.points.find(({ value }) => value === response).label[1];
  }
  const fraction = (response - scale.min) / (scale.max - scale.min);
  const distance = Math.min(fraction, 1 - fraction);
  const [low, high] = ends;
  const anchor = (fraction < 0.5 ? low : high)[1];
  const [value, max] = [response, scale.max].map((number) => texts.number(number));
  const key = distance === 0 ? "valueAt" : distance <= 0.1 ? "valueNear" : "value";
  return format(texts.text(key), { value, max, anchor });
}
