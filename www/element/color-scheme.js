// The colour scheme of a form: the host's `theme`, else the `color-scheme` that the element inherits, else the system's.
const darkSystem = globalThis.matchMedia?.("(prefers-color-scheme: dark)");

export function isDark(element) {
  const { theme } = element;
  const schemes = ["light", "dark"].includes(theme) ? theme : String(getComputedStyle(element).colorScheme);
  const dark = schemes.includes("dark");
  return dark === schemes.includes("light") ? Boolean(darkSystem?.matches) : dark;
}

// Calls `update` when the system's colour scheme changes, or when the page may have changed its own.
export function observeColorScheme(update, signal) {
  darkSystem?.addEventListener("change", update, { signal });
  const observer = new MutationObserver(update);
  [document.documentElement, document.body].forEach((node) => node && observer.observe(node, { attributes: true }));
  signal.addEventListener("abort", () => observer.disconnect());
}
