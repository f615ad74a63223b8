// Constructed style sheets, one a document: a document or shadow root can adopt only those of its own document.
const sheetsByCss = new Map();

// Adopts the style sheet with that text. An element that was moved to another document adopts it again.
export function adoptStyles(root, css) {
  const document = root.ownerDocument ?? root;
  const sheets = sheetsByCss.get(css) ?? new WeakMap();
  sheetsByCss.set(css, sheets);
  if (!sheets.has(document)) {
    const sheet = new (document.defaultView ?? globalThis).CSSStyleSheet();
    sheet.replaceSync(css);
    sheets.set(document, sheet);
  }
  const others = root.adoptedStyleSheets.filter((sheet) => sheet !== sheets.get(document));
  root.adoptedStyleSheets = [...others, sheets.get(document)];
}
