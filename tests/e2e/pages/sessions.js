// Runs whole sessions, one after the other.
window.memories = [];
const instantiate = WebAssembly.instantiate;
WebAssembly.instantiate = async (...args) => {
  const result = await instantiate(...args);
  const memory = Object.values(result.exports ?? {}).find((value) => value instanceof WebAssembly.Memory);
  memory && window.memories.push(new WeakRef(memory));
  return result;
};

window.sessions = async (count) => {
  for (let i = 0; i < count; i += 1) {
    const element = document.createElement("rapport-feedback");
    const once = (name) => new Promise((resolve) => element.addEventListener(name, resolve, { once: true }));
    const ready = once("rapport-ready");
    const sent = once("rapport-submit");
    document.body.append(element);
    await ready;
    const sliders = [...element.shadowRoot.querySelectorAll("input")];
    sliders.forEach((slider, index) => {
      slider.value = 10 * index;
      slider.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
      slider.dispatchEvent(new Event("change", { bubbles: true }));
    });
    element.submit();
    const { detail } = await sent;
    if (detail.outcome.total !== 20) {
      throw new Error(JSON.stringify(detail));
    }
    element.remove();
    events.length = 0; // recorded by the harness
    await new Promise((resolve) => setTimeout(resolve));
  }
};

// Returns the number of WASM memories that are not collected.
window.alive = () => {
  window.memories = window.memories.filter((memory) => memory.deref());
  return window.memories.length;
};
