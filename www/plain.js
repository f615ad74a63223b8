// What a host gives, as plain data: a copy of bounded size, whatever it was, and never an exception.

const MAX_VALUES = 1e5;
const MAX_CHARACTERS = 4e6;
// What is not needed of an earlier result, and can be large.
export const NOT_COMPARED = ["answers", "subscales", "alerts", "quality"];

// Whatever a host sets, setting it does not throw.
export function text(value) {
  try {
    return String(value);
  } catch {
    return typeof value;
  }
}

export function words(reason) {
  try {
    return text(reason?.message ?? reason) || "unknown";
  } catch {
    return typeof reason;
  }
}

// A copy that holds nothing but JSON, or in words why there is none. A number that JSON has not is left as text: as
// null it would count as absent.
export function plain(value, without = []) {
  let values = MAX_VALUES;
  let characters = MAX_CHARACTERS;
  const within = []; // the objects that a value lies in: browsers take long for what is nested deep
  const pick = function (key, value) {
    while (within[0] && within.at(-1) !== this) {
      within.pop();
    }
    characters -= key.length + (typeof value === "string" ? value.length : 0);
    if (!values-- || characters < 0 || within[99] || ArrayBuffer.isView(value)) {
      throw new RangeError("more than can be read");
    }
    within.push(value);
    const odd = typeof value === "bigint" || (typeof value === "number" && !Number.isFinite(value));
    return odd ? String(value) : without.includes(key) ? undefined : value;
  };
  try {
    // What is something and has nothing to say of itself is no data either.
    return value == null ? null : (JSON.parse(JSON.stringify(value, pick)) ?? "null");
  } catch (error) {
    return words(error);
  }
}

export function parsed(source) {
  try {
    if (source.length > MAX_CHARACTERS) {
      return "more than can be read";
    }
    const { history, ...rest } = Object(source && JSON.parse(source));
    const data = plain(rest);
    return source && typeof data === "object" ? { ...data, history: plain(history, NOT_COMPARED) } : data;
  } catch (error) {
    return words(error);
  }
}
