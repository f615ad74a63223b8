// The faults that the WASM module finds in the host's data, in words.
import { toJson } from "./json-copy.js";

// Returns a line with each fault: its path, the value found, and the values allowed.
export function describeProblems(problems) {
  const lines = problems.map(({ path, found, expected, fault }) => {
    const value = found === undefined ? "missing" : `found ${toJson(found).slice(0, 100)}`;
    return `${path}: ${fault ? `${fault};` : `${value},`} expected ${expected}`;
  });
  return lines.join("; ");
}
