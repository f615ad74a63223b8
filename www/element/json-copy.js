// Copies a host's data to plain JSON of bounded size. No function here throws, whatever the host passes.
import { maxCharacters } from "../../src/limits.json";

const MAX_VALUES = 1e5;
const MAX_DEPTH = 100; // browsers slow down on deeper data; the WASM module reads far less
const TOO_LARGE = `more than ${MAX_VALUES} values or ${maxCharacters} characters`;
// Members of an earlier result that are not needed for a comparison, and can be large.
export const UNCOMPARED_KEYS = ["answers", "subscales", "alerts", "quality"];

// Returns the JSON of plain data. Old libraries define toJSON methods of arrays and objects that return strings: the
// original of each value is taken instead. Others, as of dates, count.
export function toJson(value, replace = (_, member) => member) {
  const methods = [Array.prototype.toJSON, Object.prototype.toJSON];
  return JSON.stringify(value, function (key, copy) {
    const original = this[key];
    return replace.call(this, key, original?.toJSON && methods.includes(original.toJSON) ? original : copy);
  });
}

// Returns a value as a string, or its type if it has no string form.
export function toSafeString(value) {
  try {
    return String(value);
  } catch {
    return typeof value;
  }
}

// Returns the message of an error, or of any other value that was thrown.
export function errorMessage(reason) {
  try {
    return toSafeString(reason?.message ?? reason) || "unknown";
  } catch {
    return typeof reason;
  }
}

// Returns a JSON copy without the omitted keys, at any level; the reason as a string if there is none. Numbers that
// JSON does not have become strings: as null they would count as absent. `replaceMember` may replace a function or a
// symbol, which JSON leaves out.
export function toBoundedJson(value, omittedKeys = [], replaceMember = (member) => member) {
  let values = MAX_VALUES;
  let characters = maxCharacters;
  const ancestors = [];
  const replace = function (key, value) {
    while (ancestors[0] && ancestors.at(-1) !== this) {
      ancestors.pop();
    }
    characters -= key.length + (typeof value === "string" ? value.length : 0);
    // JSON would list a typed array member by member.
    if (!values-- || characters < 0 || ancestors.length === MAX_DEPTH || ArrayBuffer.isView(value)) {
      throw new RangeError(TOO_LARGE);
    }
    ancestors.push(value);
    const isNoJson = typeof value === "bigint" || (typeof value === "number" && !Number.isFinite(value));
    return isNoJson ? String(value) : omittedKeys.includes(key) ? undefined : replaceMember(value);
  };
  try {
    // An invalid Date has the JSON form null, which would count as absent; a string is reported as a wrong value.
    return value == null ? null : (JSON.parse(toJson(value, replace)) ?? "null");
  } catch (error) {
    return errorMessage(error);
  }
}

// Parses the JSON inside the tag; returns an empty object if there is none, the reason as a string if it is not JSON.
export function parseConfigScript(source) {
  try {
    if (source.length > maxCharacters) {
      return TOO_LARGE;
    }
    const { history, ...rest } = Object(source && JSON.parse(source));
    const data = toBoundedJson(rest);
    return source && typeof data === "object" ? { ...data, history: toBoundedJson(history, UNCOMPARED_KEYS) } : data;
  } catch (error) {
    return errorMessage(error);
  }
}
