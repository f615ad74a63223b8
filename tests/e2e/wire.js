// Keeps hold of the port that the isolated form makes, and of all that goes over it.
const Real = window.MessageChannel;
window.wire = { sent: [], heard: [] };

window.MessageChannel = class {
  constructor() {
    window.MessageChannel = Real;
    const { port1, port2 } = new Real();
    window.wire.port = port1;
    port1.addEventListener("message", ({ data }) => window.wire.heard.push(data));
    const mine = {
      postMessage(data) {
        window.wire.sent.push(data);
        port1.postMessage(data);
      },
      close: () => port1.close(),
      set onmessage(listener) {
        port1.onmessage = listener;
      },
    };
    return { port1: mine, port2 };
  }
};
