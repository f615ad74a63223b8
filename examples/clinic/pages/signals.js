// The messages between the two browsers of a call, through the clinic's server.
export class Signals {
  #url;
  #headers;
  #events;

  constructor(url, headers, receive) {
    this.#url = url;
    this.#headers = { "Content-Type": "application/json", ...headers };
    this.#events = new EventSource(url);
    this.#events.addEventListener("message", ({ data }) => receive(JSON.parse(data)));
    this.#events.addEventListener("error", () => {
      // The browser connects again by itself, unless the server has refused: then the call is over.
      if (this.#events.readyState === EventSource.CLOSED) {
        receive({ kind: "hang-up" });
      }
    });
  }

  // `keepalive` lets a message of a page that is being left still arrive.
  async send(signal) {
    const body = JSON.stringify(signal);
    const response = await fetch(this.#url, { method: "POST", headers: this.#headers, body, keepalive: true });
    if (!response.ok) {
      throw new Error(`status ${response.status}`);
    }
  }

  close() {
    this.#events.close();
  }
}
