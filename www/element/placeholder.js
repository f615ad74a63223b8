// The element's content without an instance: a skeleton as high as the form, or an error screen with a way out.
import errorTexts from "rapport-error-texts";

function createElement(tag, attributes, ...children) {
  const element = document.createElement(tag);
  Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));
  element.append(...children);
  return element;
}

// The bars are as high as the form's parts are if each text takes one line.
export function createSkeleton(itemCount) {
  const bars = ["top", ...Array(itemCount).fill("item"), "end"].map((name) => createElement("i", { class: name }));
  return createElement("div", { class: "panel skeleton", "aria-hidden": "true" }, ...bars);
}

// Shows the error screen in `root`, in the nearest language. `retry` and `close` are called after it is closed.
export function showError(root, lang, isDialog, retry, close) {
  const [language] = lang.toLowerCase().split("-");
  const texts = errorTexts.find(([tag]) => tag.toLowerCase().split("-")[0] === language) ?? errorTexts[0];
  const [tag, dir, titleText, retryText, closeText] = texts;
  const button = (part, text, action) => {
    const element = createElement("button", { type: "button", part }, text);
    element.addEventListener("click", () => {
      panel.close?.();
      action();
    });
    return element;
  };
  const title = createElement("h2", { id: "title", part: "message-title", tabindex: "-1" }, titleText);
  const buttons = [button("close", closeText, close), button("submit retry", retryText, retry)];
  const panel = createElement(
    isDialog ? "dialog" : "section",
    { class: "panel", part: "form", lang: tag, dir, "aria-labelledby": "title" },
    createElement("div", { class: "body" }, title),
    createElement("div", { class: "footer" }, createElement("div", { part: "buttons" }, ...buttons)),
  );
  panel.addEventListener("cancel", () => {
      panel.close();
      close();
    });
  root.append(panel);
  if (isDialog) {
    panel.showModal();
    title.focus();
  }
}
