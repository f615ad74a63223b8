// Guards the exports of a WASM instance: an exception ends the instance, and does not reach the caller.

// Returns the exports with functions that do not throw: the first exception is passed to `onCrash`, and from then on
// all functions do nothing.
export function guardExports(exports, onCrash) {
  let hasCrashed = false;
  const guard = (run) => (...args) => {
    try {
      return hasCrashed ? [] : run(...args); // wasm-bindgen's glue destructures some return values
    } catch (error) {
      if (!hasCrashed) {
        hasCrashed = true;
        onCrash(error);
      }
      return [];
    }
  };
  return Object.fromEntries(
    Object.entries(exports).map(([name, value]) => [name, typeof value === "function" ? guard(value) : value]),
  );
}
