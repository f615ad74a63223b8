// Greets the frame beside this page again and again, and counts its answers.
const frame = parent.frames[0];
window.greetings = window.answers = 0;
setInterval(() => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    window.answers += 1;
  };
  frame.postMessage("rapport/1 connect", "*", [port2]);
  window.greetings += 1;
}, 100);
