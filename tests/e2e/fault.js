// A page that can break the widget's programs: it knows the memory of each that was started.
window.memories = [];
window.starved = false; // whether the next finds no memory
const instantiate = WebAssembly.instantiate;
WebAssembly.instantiate = async (...given) => {
  if (window.starved) {
    window.starved = false;
    throw new RangeError("Out of memory");
  }
  const made = await instantiate(...given);
  const { exports } = made.instance ?? made;
  const memory = Object.values(exports ?? {}).find((value) => value instanceof WebAssembly.Memory);
  memory && window.memories.push(memory);
  return made;
};

// Overwrites the memory of one, counted from the latest, so that it traps before long.
window.ruin = (back = 1) => new Uint8Array(window.memories.at(-back).buffer).fill(255);

// What the program calls next throws, once.
window.spoil = () => {
  performance.now = () => {
    delete performance.now;
    throw new Error("spoilt");
  };
};
