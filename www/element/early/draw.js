// Draws the first screen of a form before the module runs: the same nodes as the view of the module draws, which then
// takes them over. A test holds both equal.
import { format } from "../texts.js";
import { NOT_APPLICABLE } from "../answers.js";
import { create, createPanel } from "../panel.js";
import { describeResponse } from "./content.js";

// Changes a node and those below it into others. Each one that has a counterpart stays, and with it the focus, the
// scrolling and a drag in progress. Returns the node that is in the page then.
export function morph(node, fresh) {
  if (node.nodeName !== fresh.nodeName) {
    node.replaceWith(fresh);
    return fresh;
  }
  // The browser and the respondent open dialogs and details.
  for (const { name } of [...(node.attributes ?? [])]) {
    fresh.hasAttribute(name) || name === "open" || node.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes ?? []) {
    node.getAttribute(name) === value || node.setAttribute(name, value);
  }
  node.nodeValue === fresh.nodeValue || (node.nodeValue = fresh.nodeValue);
  const children = [...node.childNodes];
  const others = [...fresh.childNodes];
  children.length === others.length
    ? children.forEach((child, index) => morph(child, others[index]))
    : node.replaceChildren(...others);
  return node;
}

const flag = (condition, value = "") => (condition ? value : undefined);
const langOf = (tag, { lang }) => tag || lang || undefined;

// Creates an element with a text of the host.
const localized = (name, attributes, [tag, text], content) =>
  create(name, { ...attributes, lang: langOf(tag, content) }, text);

// Returns the whole form, unanswered: a section, or a dialog that is closed.
export function drawForm(content) {
  const { isDialog, disabled, texts, items, review } = content;
  const hasSlider = items.some(({ scale }) => !scale.points);
  const someRequired = items.some(({ isRequired }) => isRequired);
  const notice = [hasSlider ? texts.text("instructions") : "", texts.text(someRequired ? "someRequired" : "optional")];
  const button = (part, key) =>
    create("button", { type: "button", part, "aria-disabled": flag(disabled, "true") }, texts.text(key));
  const body = [
    drawHeader(content),
    content.lead && localized("p", { part: "lead" }, content.lead, content),
    create("p", { part: "notice" }, notice.join(" ").trim()),
    create("p", { part: "notice" }, ...drawNotices(["whoSees"], content)),
    hasSlider && create("button", { type: "button", class: "switch-input", disabled: flag(disabled) }, texts.text("useButtons")),
    create("div", {}, ...items.flatMap((item) => drawItem(item, content))),
    content.attribution && localized("p", { part: "notice" }, content.attribution, content),
  ];
  const footer = [
    create("p", { part: "status", role: "status" }),
    drawSmallPrint(content),
    create("div", { part: "buttons" }, button("skip", "skip"), button("submit", review ? "review" : "submit")),
  ];
  return createPanel(isDialog, texts.lang, content.dir, body, footer);
}

function drawHeader(content) {
  const { title, texts, isDialog } = content;
  const close = { type: "button", part: "close", class: "close-icon", "aria-label": texts.text("close") };
  const heading = { id: "title", part: "title", tabindex: "-1", autofocus: flag(isDialog) };
  return create("div", { class: "header" }, localized("h2", heading, title, content), create("button", close));
}

// Returns a span for each notice that has a text.
function drawNotices(keys, content) {
  const { texts } = content;
  return keys
    .filter((key) => texts.text(key))
    .map((key) => {
      const replacement = texts.replacement(key);
      return create("span", { lang: replacement && langOf(replacement[0], content) }, `${texts.text(key)} `);
    });
}

function drawSmallPrint(content) {
  const hasDraftNotice = content.draftKey && !content.disabled;
  const spans = drawNotices(["crisis", "notMonitored", ...(hasDraftNotice ? ["draftNotice"] : [])], content);
  return spans.length < 2
    ? create("p", { part: "notice" }, ...spans)
    : create("details", { part: "notice" }, create("summary", {}, create("span", { class: "lines" }, ...spans)));
}

// Draws an item without a response, which updateItem() adds.
function drawItem(item, content) {
  const { id, index, text, ends, scale, heading, notApplicable, isRequired } = item;
  const { texts, disabled, showValue, hasSections } = content;
  const choices = scale.points?.map(({ value, label }) => [value, label]);
  const notApplicableChoice = notApplicable && [NOT_APPLICABLE, notApplicable];
  notApplicableChoice && choices?.push(notApplicableChoice);
  const control = { "aria-labelledby": `question-${index}`, "aria-describedby": flag(ends, `ends-${index}`) };
  const slider = () => {
    const { min, max, step } = scale;
    const attributes = { ...control, type: "range", part: "slider", "data-index": index, min, max, step };
    return create("input", { ...attributes, "aria-valuetext": "", disabled: flag(disabled) });
  };
  const question = { id: `question-${index}`, part: "question", lang: langOf(text[0], content) };
  const attributes = {
    part: "item",
    class: `item unanswered${choices ? ` list${layoutClass(choices)}` : ""}`,
    "data-item": id,
    "data-answer": "",
  };
  const group = { ...control, role: "radiogroup", class: "choices", "aria-required": flag(isRequired, "true") };
  const clear = {
    type: "button",
    part: "clear",
    "data-index": index,
    id: `clear-${index}`,
    "aria-labelledby": `clear-${index} question-${index}`,
    hidden: "",
  };
  return [
    heading && localized("h3", { part: "section" }, heading, content),
    create(
      "div",
      attributes,
      create(
        hasSections ? "h4" : "h3",
        question,
        create("span", {}, text[1]),
        isRequired && create("span", { class: "required" }, texts.text("required")),
      ),
      ends && drawAnchors(item, content),
      ...(choices
        ? [create("div", group, ...choices.map((choice) => drawChoice("radio", choice, item, content)))]
        : [slider(), notApplicable && drawChoice("checkbox", notApplicableChoice, item, content)]),
      create("button", clear, texts.text("clear")),
      showValue && create("span", { class: "number", "aria-hidden": "true" }),
    ),
  ];
}

// Shows a response in the node of an item.
export function updateItem(node, response, item, content) {
  const { texts, disabled } = content;
  const { scale } = item;
  const answer = describeResponse(item, response, texts);
  const isUnanswered = response === undefined;
  node.classList.toggle("unanswered", isUnanswered);
  node.dataset.answer = answer;
  for (const input of node.querySelectorAll("input")) {
    if (input.type === "range") {
      input.setAttribute("aria-valuetext", answer);
      input.value = typeof response === "number" ? response : scale.midpoint;
    } else {
      input.checked = input.value === (response === NOT_APPLICABLE ? "na" : String(response));
    }
  }
  node.querySelector("[part=clear]").toggleAttribute("hidden", isUnanswered || Boolean(disabled));
  const number = node.querySelector(".number");
  if (number) {
    number.textContent = typeof response === "number" && !scale.points ? texts.number(response) : "";
  }
}

function drawAnchors({ index, ends }, content) {
  const [low, high] = ends.map(([, text]) => text);
  const anchors = ends.map((end, high) => {
    const part = high ? "high" : "low";
    return localized("span", { id: `${part}-${index}`, part }, end, content);
  });
  const description = format(content.texts.text("ends"), { low, high });
  const spoken = create("span", { id: `ends-${index}`, hidden: "" }, description);
  return create("p", { class: "anchors", "aria-hidden": "true" }, ...anchors, spoken);
}

function drawChoice(type, [value, label], { index }, content) {
  const attributes = { type, name: `question-${index}`, "data-index": index, disabled: flag(content.disabled) };
  const input = create("input", attributes);
  input.value = value === NOT_APPLICABLE ? "na" : value;
  return create("label", { class: "choice" }, input, localized("span", {}, label, content));
}

// Returns the class of the narrowest row in which each label fits on two lines, as src/view/choices.rs does.
function layoutClass(choices) {
  const width = (text) => [...text].reduce((sum, letter) => sum + (letter < "\u0250" ? 11 : 20), 0);
  const longest = choices.map(([, [, text]]) => Math.max(...text.split(" ").map(width), Math.ceil(width(text) / 2)));
  const needed = choices.length * Math.max(Math.max(...longest) + 16, 60);
  const fitting = [19, 30, 33].find((em) => needed <= em * 20);
  return fitting ? ` w${fitting}` : "";
}
