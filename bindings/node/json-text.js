// Turns a caller's data into JSON text for the WASM module, which reads it. Nothing here throws on odd data: the module
// reports what it cannot read.
import { maxCharacters } from "../../src/limits.json";
import { UNCOMPARED_KEYS, toBoundedJson } from "../../www/element/json-copy.js";

const LONE_SURROGATE = /\p{Surrogate}/gu;
const byteLength = Object.getOwnPropertyDescriptor(ArrayBuffer.prototype, "byteLength").get;

// Returns a text without lone surrogates: UTF-8 has none, and a replacement character would change an id. Each becomes a
// null character, which JSON has nowhere, not even after a backslash: the module reports the text.
export const toWellFormed = (text) => (text.isWellFormed() ? text : text.replace(LONE_SURROGATE, "\0"));

// Returns the text in UTF-8.
export const encodeText = (text) => new TextEncoder().encode(toWellFormed(text));

// Returns the text of bytes; if they are no UTF-8, one that is no JSON. A byte order mark stays, and is no JSON either.
function decode(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return "not UTF-8";
  }
}

// Replaces a value that JSON leaves out by one that the module reports: a function may be a signal that holds the answer.
const replaceMember = (member) => (["function", "symbol"].includes(typeof member) ? {} : member);

function serialize(data, omittedKeys) {
  if (typeof data === "string") {
    return data;
  }
  if (ArrayBuffer.isView(data)) {
    return decode(data);
  }
  const json = JSON.stringify(toBoundedJson(data, omittedKeys, replaceMember));
  if (json !== "{}" || isPlainObject(data)) {
    return json;
  }
  return isArrayBuffer(data) ? decode(data) : "not JSON";
}

// Returns whether an object without members is one of data. A promise, a map or a form's data hold what JSON leaves out.
function isPlainObject(data) {
  try {
    return Object.prototype.toString.call(data) === "[object Object]";
  } catch {
    return false;
  }
}

// Returns whether an object without members is an ArrayBuffer, also one of another realm. The getter runs no code of the
// caller's.
function isArrayBuffer(data) {
  try {
    byteLength.call(data);
    return true;
  } catch {
    return false;
  }
}

// Returns the JSON text of data. A string is JSON text already, and bytes are JSON text in UTF-8. A text that is too long
// is cut, so that the module's memory does not grow: the rest is longer than the module reads, too.
export function toJsonText(data, omittedKeys) {
  const text = serialize(data, omittedKeys);
  return toWellFormed(text.length > maxCharacters ? text.slice(0, maxCharacters + 1) : text);
}

// Returns the same for data that may be absent.
export const toOptionalJsonText = (data) => (data == null ? undefined : toJsonText(data));
export const toHistoryText = (history) => (history == null ? undefined : toJsonText(history, UNCOMPARED_KEYS));
