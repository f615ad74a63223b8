// How the two sides of an isolated form talk: numbered messages over a port that nobody else has. What is malformed, or
// comes out of its turn, does nothing.

export const GREETING = "rapport/1 connect";

// Takes what comes in by `takes`, a function for each kind of message. Returns what sends.
export function talk(port, takes) {
  let sent = 0;
  let heard = 0;
  port.onmessage = ({ data }) => {
    const take = Object.hasOwn(takes, data?.kind) ? takes[data.kind] : undefined;
    if (take && data.number === heard + 1) {
      heard += 1;
      take(data);
    }
  };
  return (kind, data) => port.postMessage({ ...data, kind, number: ++sent });
}
