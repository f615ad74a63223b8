// The position of a pointer on a slider, and the value of a thumb that it drags: as src/view/input.rs and
// src/form/slider.rs have them.
import { snap } from "./content.js";

export const isRtl = (control) => Boolean(control.closest("[dir=rtl]"));

// Returns the product of the CSS `zoom` of an element and its ancestors, across shadow roots.
function cssZoom(element) {
  const outer = element.parentElement ?? element.getRootNode().host;
  return (parseFloat(getComputedStyle(element).zoom) || 1) * (outer ? cssZoom(outer) : 1);
}

// Returns the position of a pointer on a slider, as pointer_hit() of src/view/input.rs does.
export function pointerHit(event, slider) {
  const { offsetWidth, offsetHeight: thumb } = slider;
  const fraction = Math.min(Math.max((event.offsetX / cssZoom(slider) - thumb / 2) / (offsetWidth - thumb), 0), 1);
  return { fraction: isRtl(slider) ? 1 - fraction : fraction, radius: thumb / 2 / (offsetWidth - thumb) };
}

// Returns whether a screen reader presses a slider: by a pointer without a size or a mouse without pressure, in its middle.
export function isActivation(event, { fraction, radius }) {
  const isVirtual = event.width < 1 || (event.pointerType === "mouse" && event.pressure === 0);
  return isVirtual && Math.abs(fraction - 0.5) < radius / 16;
}

// Returns the drag that a press on the thumb begins, whose value is `start`; false for a press beside it.
export function thumbDrag({ min, max, step }, start, { fraction, radius }) {
  const isOnThumb = typeof start === "number" && Math.abs(fraction - (start - min) / (max - min)) <= radius;
  const tolerance = step / 2 + (radius / 12) * (max - min);
  return isOnThumb && 0 < fraction && fraction < 1 && { origin: min + fraction * (max - min), start, tolerance };
}

// Returns the value of a thumb that is dragged to `raw`: it keeps its distance to the pointer.
export function draggedValue(scale, { origin, start, tolerance }, raw) {
  const end = raw > origin ? scale.max : scale.min;
  const isStill = Math.abs(raw - origin) <= tolerance && raw !== end;
  return isStill ? start : snap(scale, start + ((raw - origin) / (end - origin)) * (end - start));
}
