// The screen that is shown if the form could not be loaded, with a way out.
import { Texts } from "./texts.js";

function createElement(tag, attributes, ...children) {
  const element = document.createElement(tag);
  Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));
  element.append(...children);
  return element;
}

// Shows the error screen in `root`, in the nearest language. `retry` and `close` are called after it is closed.
export function showError(root, lang, isDialog, hasAnswers, retry, close) {
  const texts = new Texts(lang);
  const button = (part, text, action) => {
    const element = createElement("button", { type: "button", part }, text);
    element.addEventListener("click", () => {
      panel.close?.();
      action();
    });
    return element;
  };
  const title = createElement("h2", { id: "title", part: "message-title", tabindex: "-1" }, texts.text("failed"));
  const note = hasAnswers ? [createElement("p", {}, texts.text("notSaved"))] : [];
  const buttons = [button("close", texts.text("close"), close), button("submit retry", texts.text("retry"), retry)];
  const panel = createElement(
    isDialog ? "dialog" : "section",
    { class: "panel", part: "form", lang: texts.lang, dir: texts.dir, "aria-labelledby": "title" },
    createElement("div", { class: "body" }, title, ...note),
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
