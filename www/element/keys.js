// Keys in the form: a call's shortcuts must not fire while somebody answers, and a page that cancels keys must not
// disable the form's buttons.

// Keeps a key event in the form, and clicks a focused button whose key the page cancelled.
export function handleKey(event, element) {
  const { key, type } = event;
  const button = event.target.closest?.("button");
  if (button && key === " " && type === "keydown") {
    button.isSpaceCancelled = event.defaultPrevented;
  }
  const isCancelledSpace = key === " " && type === "keyup" && (event.defaultPrevented || button?.isSpaceCancelled);
  const isCancelledEnter = key === "Enter" && type === "keydown" && event.defaultPrevented;
  if (button && (isCancelledSpace || isCancelledEnter)) {
    button.click();
  }
  const isHosts = event.ctrlKey || event.altKey || event.metaKey || key === "Tab" || (key === "Escape" && !element.open);
  if (!isHosts) {
    event.stopPropagation();
  }
}
