// The element's content if its module cannot be loaded, or has crashed: a message, and a button that tries again.
import texts from "rapport-trend-texts";

// Shows the message in `root`, in the nearest language. `retry` is called after it is removed.
export function showFailure(root, lang, retry) {
  const [language] = lang.toLowerCase().split(/[-_]/);
  const [tag, dir, message, retryText] = texts.find(([tag]) => tag.toLowerCase().split("-")[0] === language) ?? texts[0];
  const panel = root.appendChild(document.createElement("section"));
  Object.assign(panel, { className: "panel", lang: tag, dir });
  panel.setAttribute("part", "form");
  const status = panel.appendChild(document.createElement("p"));
  status.setAttribute("part", "status");
  status.setAttribute("role", "status");
  status.textContent = message;
  const button = panel.appendChild(document.createElement("button"));
  Object.assign(button, { type: "button", textContent: retryText });
  button.addEventListener("click", () => {
    panel.remove();
    retry();
  });
}
