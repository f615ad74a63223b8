// Events in the dialog that the page must not get: by them the page's own modal dialogs take the focus back, cancel
// scrolling outside, or close.
const TYPES = ["focusin", "wheel", "touchstart", "touchmove", "pointerdown", "mousedown", "click"];

export function keepModalEvents(shadow, element) {
  const keep = (event) => element.mode === "dialog" && event.stopPropagation();
  TYPES.forEach((type) => shadow.addEventListener(type, keep, { passive: true }));
}
