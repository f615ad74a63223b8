// What shows while there is no program yet: a skeleton that keeps the form's place, or an apology with a way out.
import apologies from "rapport-apologies";

function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
  made.append(...children);
  return made;
}

// As high as the form is going to be, if its texts take a line each.
export function skeleton(items) {
  const bars = (count, name) => Array.from({ length: count }, () => element("i", { class: name }));
  const parts = [...bars(1, "top"), ...bars(items, "item"), ...bars(1, "end")];
  return element("div", { class: "panel waiting", "aria-hidden": "true" }, ...parts);
}

export function apology(root, lang, dialog, retry, close) {
  const [language] = lang.toLowerCase().split("-");
  const [tag, dir, failed, again, shut] =
    apologies.find(([tag]) => tag.toLowerCase().split("-")[0] === language) ?? apologies[0];
  const button = (part, text, act) => {
    const made = element("button", { type: "button", part }, text);
    made.addEventListener("click", () => {
      panel.close?.(); // which gives the focus back
      act();
    });
    return made;
  };
  const title = element("h2", { id: "title", part: "thanks", tabindex: "-1" }, failed);
  const buttons = element("div", { part: "buttons" }, button("close", shut, close), button("submit retry", again, retry));
  const named = { class: "panel", part: "form", lang: tag, dir, "aria-labelledby": "title" };
  const panel = element(dialog ? "dialog" : "section", named, title, buttons);
  panel.addEventListener("cancel", () => {
    panel.close(); // which gives the focus back
    close();
  });
  root.append(panel);
  if (dialog) {
    panel.showModal();
    title.focus();
  }
}
