// Records the messages on the isolated form's port, and keeps the port.
const Real = window.MessageChannel;
window.wire = { sent: [], received: [] };

window.MessageChannel = class {
  constructor() {
    window.MessageChannel = Real;
    const { port1, port2 } = new Real();
    window.wire.port = port1;
    port1.addEventListener("message", ({ data }) => window.wire.received.push(data));
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
