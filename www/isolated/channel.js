// The messages between the two sides of an isolated form: numbered, over a private port. A message that is malformed or
// out of order is ignored.

export const GREETING = "rapport/1 connect";

// Passes messages of each kind to the handler of that name. Returns a function that sends messages.
export function connect(port, handlers) {
  let sent = 0;
  let received = 0;
  port.onmessage = ({ data }) => {
    const handle = Object.hasOwn(handlers, data?.kind) ? handlers[data.kind] : undefined;
    if (handle && data.number === received + 1) {
      received += 1;
      handle(data);
    }
  };
  return (kind, data) => port.postMessage({ ...data, kind, number: ++sent });
}
