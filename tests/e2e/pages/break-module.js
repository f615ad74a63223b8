// Lets a page break the element's WASM instances, whose memories it collects.
window.memories = [];
window.starved = false; // whether the next instantiation fails
const instantiate = WebAssembly.instantiate;
WebAssembly.instantiate = async (...args) => {
  if (window.starved) {
    window.starved = false;
    throw new RangeError("Out of memory");
  }
  const result = await instantiate(...args);
  window.reads = 0; // of the clock, by this instance
  const { exports } = result.instance ?? result;
  const memory = Object.values(exports ?? {}).find((value) => value instanceof WebAssembly.Memory);
  memory && window.memories.push(memory);
  return result;
};

// Overwrites an instance's memory, counted from the latest, so that its next call traps.
window.overwriteMemory = (back = 1) => new Uint8Array(window.memories.at(-back).buffer).fill(255);

// The next function that the instance calls throws, once.
window.failNextCall = () => {
  performance.now = () => {
    delete performance.now;
    throw new Error("failed on purpose");
  };
};

// From now on, each instance may read the clock so often; then that throws.
window.limitClock = (limit) => {
  const now = performance.now.bind(performance);
  performance.now = () => {
    if (/wasm[-:]/.test(new Error().stack) && window.reads++ >= limit) {
      throw new Error("failed on purpose");
    }
    return now();
  };
};

// From now on, no instance is created.
window.stallInstances = () => {
  WebAssembly.instantiate = () => new Promise(() => {});
};
