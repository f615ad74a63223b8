const sheetsByDocument = new WeakMap(); // constructed style sheets by text: a root adopts only those of its own document
const cssByRoot = new WeakMap();

// Adopts style sheets with those texts. Without texts, adopts the root's own once more, since a root that is moved to
// another document loses them.
export function adoptStyles(root, ...added) {
  const css = cssByRoot.get(root) ?? new Set();
  cssByRoot.set(root, css);
  added.forEach((text) => css.add(text));
  const document = root.ownerDocument ?? root;
  const view = document.defaultView;
  // A template has no view: a framework moves the element to the page later. The DOM of a unit test has no style sheets.
  if (!view || !root.adoptedStyleSheets) {
    return;
  }
  const sheets = sheetsByDocument.get(document) ?? new Map();
  sheetsByDocument.set(document, sheets);
  css.forEach((text) => {
    if (!sheets.has(text)) {
      const sheet = new view.CSSStyleSheet();
      sheet.replaceSync(text);
      sheets.set(text, sheet);
    }
  });
  const own = [...css].map((text) => sheets.get(text));
  root.adoptedStyleSheets = [...root.adoptedStyleSheets.filter((sheet) => !own.includes(sheet)), ...own];
}
