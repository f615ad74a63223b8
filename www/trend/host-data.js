// Copies the host's data to plain JSON of bounded size, entry by entry: a bad entry leaves the others as they are.
import { errorMessage, toBoundedJson } from "../element/json-copy.js";

const MAX_ENTRIES = 10_001; // one more than the WASM module reads of an array, so that it reports the excess
const MAX_CHARACTERS = 16e6;
const TOO_LARGE = `more than ${MAX_CHARACTERS} characters`;

function copyEntries(list) {
  let characters = 0;
  return Array.from({ length: Math.min(list.length, MAX_ENTRIES) }, (_, index) => {
    if (characters > MAX_CHARACTERS) {
      return TOO_LARGE;
    }
    const copy = toBoundedJson(list[index]);
    characters += JSON.stringify(copy).length;
    return copy;
  });
}

// A Bundle is as large as its entries.
function copyBundle(bundle) {
  if (!Array.isArray(bundle?.entry)) {
    return toBoundedJson(bundle);
  }
  const { entry, ...rest } = bundle;
  return { ...toBoundedJson(rest), entry: copyEntries(entry) };
}

// Returns a JSON copy of a property's value, null if there is none; the reason as a string if it cannot be copied.
export function copyData(name, value) {
  try {
    // Some frameworks write an empty string for an absent value.
    if (value == null || value === "") {
      return null;
    }
    if (name === "bundle") {
      return Array.isArray(value) ? value.slice(0, MAX_ENTRIES).map(copyBundle) : copyBundle(value);
    }
    return Array.isArray(value) ? copyEntries(value) : toBoundedJson(value);
  } catch (error) {
    return errorMessage(error);
  }
}

// Parses the JSON inside the tag. Returns an empty object if there is none, and the reason as a string if it is no
// JSON object.
export function parseScript(text) {
  try {
    if (text.length > MAX_CHARACTERS) {
      return TOO_LARGE;
    }
    const data = text.trim() ? JSON.parse(text) : {};
    return typeof data === "object" && data && !Array.isArray(data) ? data : text.slice(0, 100);
  } catch (error) {
    return errorMessage(error);
  }
}
