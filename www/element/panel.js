// Creates the nodes that the script draws: those of the form before the module runs, and of the error screen.

// Creates an element with the attributes that are defined, and with those of the children that are there.
export function create(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    value === undefined || element.setAttribute(key, value);
  }
  element.append(...children.filter(Boolean));
  return element;
}

// Creates the frame of a screen: a section, or a dialog that is closed.
export function createPanel(isDialog, lang, dir, body, footer) {
  const attributes = { class: "panel", part: "form", lang, dir, "aria-labelledby": "title" };
  return create(
    isDialog ? "dialog" : "section",
    attributes,
    create("div", { class: "body" }, ...body),
    create("div", { class: "footer" }, ...footer),
  );
}
