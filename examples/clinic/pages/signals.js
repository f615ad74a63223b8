// The messages between the two browsers of a call, through the clinic's server.
const RECONNECT_MS = 3000;
const SEND_TIMEOUT_MS = 10_000;
// The statuses with which the server refuses a call that is over, or a person who is signed out.
const REFUSED = [401, 403, 404];

export class Signals {
  #url;
  #status;
  #headers;
  #receive;
  #events;
  #timer;
  #isLeaving = false;
  #end = new AbortController();

  // `status` is the address that answers whether the call goes on.
  constructor({ url, status, headers, receive }) {
    this.#url = url;
    this.#status = status;
    this.#headers = { "Content-Type": "application/json", ...headers };
    this.#receive = receive;
    // Leaving closes the stream, and the call goes on in the page that comes next.
    const options = { signal: this.#end.signal };
    addEventListener("pagehide", () => (this.#isLeaving = true), options);
    addEventListener("pageshow", () => {
      this.#isLeaving = false;
      this.#continue();
    }, options);
    this.#connect();
  }

  #connect() {
    this.#events = new EventSource(this.#url);
    this.#events.addEventListener("message", ({ data }) => this.#end.signal.aborted || this.#receive(JSON.parse(data)));
    this.#events.addEventListener("error", () => this.#continue());
  }

  // Connects again after a refusal, where the browser gives up, unless the call is over: a proxy refuses too.
  async #continue() {
    if (this.#isLeaving || this.#events.readyState !== EventSource.CLOSED) {
      return;
    }
    const isOver = await this.#isOver();
    if (this.#end.signal.aborted || this.#isLeaving) {
      return;
    }
    if (isOver) {
      this.#receive({ kind: "hang-up" });
    } else {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#connect(), RECONNECT_MS);
    }
  }

  async #isOver() {
    try {
      const response = await fetch(this.#status, { signal: this.#end.signal });
      return REFUSED.includes(response.status) || (response.ok && (await response.json()).isEnded);
    } catch {
      return false; // the server cannot be reached
    }
  }

  // `keepalive` lets a message of a page that is being left still arrive.
  async send(message) {
    const body = JSON.stringify(message);
    const signal = AbortSignal.timeout(SEND_TIMEOUT_MS);
    const response = await fetch(this.#url, { method: "POST", headers: this.#headers, body, keepalive: true, signal });
    if (!response.ok) {
      throw new Error(`status ${response.status}`);
    }
  }

  close() {
    this.#end.abort();
    clearTimeout(this.#timer);
    this.#events.close();
  }
}
