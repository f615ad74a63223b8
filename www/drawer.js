// Where a tab keeps drafts. Where it may keep nothing, nothing is kept.
import { plain } from "./plain.js";

export function keep(drawer, draft) {
  try {
    draft ? sessionStorage.setItem(drawer, JSON.stringify(draft)) : sessionStorage.removeItem(drawer);
  } catch {}
}

export function recall(drawer) {
  try {
    return plain(JSON.parse(sessionStorage.getItem(drawer)));
  } catch {
    return null;
  }
}
