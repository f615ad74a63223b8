// Drafts of unsent forms in the tab's sessionStorage. Where the browser refuses storage, no draft is kept.
import { toBoundedJson, toJson } from "./json-copy.js";

// Returns the key of the draft of a form with these attributes; a false value if it keeps none.
export const draftKey = ({ keepDraft, sessionId, instrument }) =>
  keepDraft && sessionId && `rapport:${sessionId}:${instrument ?? ""}`;

export function saveDraft(key, draft) {
  try {
    draft ? sessionStorage.setItem(key, toJson(draft)) : sessionStorage.removeItem(key);
  } catch {}
}

export function loadDraft(key) {
  try {
    return parseDraft(sessionStorage.getItem(key));
  } catch {
    return null;
  }
}

// Returns null if the text is not JSON.
export function parseDraft(text) {
  try {
    return toBoundedJson(JSON.parse(text));
  } catch {
    return null;
  }
}
