// The screen that is shown if the form could not be loaded, with a way out.
import { create, createPanel } from "./panel.js";
import { Texts } from "./texts.js";

// Shows the error screen in `root`, in the nearest language. `retry` and `close` are called after it is closed.
export function showError(root, lang, isDialog, hasAnswers, retry, close) {
  const texts = new Texts(lang);
  const button = (part, text, action) => {
    const element = create("button", { type: "button", part }, text);
    element.addEventListener("click", () => {
      panel.close?.();
      action();
    });
    return element;
  };
  const title = create("h2", { id: "title", part: "message-title", tabindex: "-1" }, texts.text("failed"));
  const note = hasAnswers && create("p", {}, texts.text("notSaved"));
  const buttons = [button("close", texts.text("close"), close), button("submit retry", texts.text("retry"), retry)];
  const panel = createPanel(isDialog, texts.lang, texts.dir, [title, note], [create("div", { part: "buttons" }, ...buttons)]);
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
