// Cuts lines of JSON in UTF-8 into pieces for the WASM module.

const NEWLINE = 10;

// Number of bytes that the module gets at a time: its memory grows with them, and never shrinks.
const PIECE = 1 << 18;

// Returns the bytes of a view. One of another realm, such as a Buffer in a test's sandbox, is no `Uint8Array` of this one.
export const bytesOf = ({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength);

// Yields pieces of whole lines. A longer line is a piece of its own, cut to one byte more than the module reads.
export function* piecesOfLines(lines, maxLine) {
  let start = 0;
  while (start < lines.length) {
    const last = lines.lastIndexOf(NEWLINE, start + PIECE);
    const newline = last >= start ? last : lines.indexOf(NEWLINE, start + PIECE);
    const end = newline < 0 ? lines.length : newline + 1;
    const tooLong = end - start > PIECE && end - start > maxLine + 1;
    yield lines.subarray(start, tooLong ? start + maxLine + 1 : end);
    start = end;
  }
}

// Returns the number of lines in scores, each of which ends with a line break.
export function countLines(scores) {
  let count = 0;
  for (let index = scores.indexOf(NEWLINE); index >= 0; index = scores.indexOf(NEWLINE, index + 1)) {
    count += 1;
  }
  return count;
}

// Returns the bytes of several arrays in one.
export function concatenate(arrays) {
  const bytes = new Uint8Array(arrays.reduce((length, array) => length + array.length, 0));
  let offset = 0;
  for (const array of arrays) {
    bytes.set(array, offset);
    offset += array.length;
  }
  return bytes;
}
