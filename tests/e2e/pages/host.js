// The first script of every document: it records the element's events and all faults, and reports the faults to the
// test's server, so that those of a document that is gone count too.
if (!window.harness) {
  const NAMES = ["ready", "open", "close", "input", "change", "submit", "saved", "save-failed", "dismiss", "error",
    "trend-ready", "trend-select"];
  const later = window.setTimeout.bind(window); // some tests replace the clocks
  const nextFrame = window.requestAnimationFrame.bind(window);
  const now = Date.now.bind(Date);
  const send = navigator.sendBeacon.bind(navigator);
  const { origin } = new URL(document.currentScript.src);
  const id = crypto.getRandomValues(new Uint32Array(2)).join("-");
  let loaded; // when the first element of the document was ready
  window.events = [];
  window.faults = [];

  // If the policy allows the request, it arrives; if not, its address arrives in the browser's report of the violation.
  const fault = (text) => {
    window.faults.push(String(text));
    const query = new URLSearchParams({ id, number: window.faults.length, text: String(text).slice(0, 600) });
    send(`${origin}/faults?${query}`);
  };

  for (const name of NAMES) {
    document.addEventListener(`rapport-${name}`, (event) => {
      loaded ??= name.endsWith("ready") ? event.timeStamp : undefined;
      // A detail that is not plain data throws here.
      const detail = JSON.parse(JSON.stringify(structuredClone(event.detail)));
      window.events.push({ name, detail, from: event.target.id });
    });
  }
  window.addEventListener("error", (event) => fault(event.message));
  window.addEventListener("unhandledrejection", (event) => fault(event.reason));
  document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
    blockedURI.startsWith(`${origin}/faults`) || fault(`${violatedDirective} ${blockedURI}`);
  });

  const check = (entries) => {
    for (const { name, startTime } of entries) {
      if (startTime > loaded && name.startsWith("http") && !name.startsWith(`${origin}/faults`)) {
        fault(`request after ready: ${new URL(name).pathname}`);
      }
    }
  };
  const requests = new PerformanceObserver((list) => check(list.getEntries()));
  requests.observe({ type: "resource", buffered: true });

  const task = () => new Promise((done) => later(done));
  // A frame that is not seen draws nothing.
  const drawn = () => new Promise((done) => (nextFrame(done), later(done, 40)));

  window.harness = {
    // Resolves to [true, value] once the check returns something true; to [false, error] at the time limit.
    async wait(condition, limit) {
      const end = now() + limit;
      for (;;) {
        let error;
        try {
          const value = await condition();
          if (value !== null && value !== undefined && value !== false) {
            return [true, value];
          }
        } catch (thrown) {
          error = String(thrown);
        }
        if (now() > end) {
          const text = document.body?.innerText?.slice(0, 500);
          return [false, { error, events: window.events.map(({ name }) => name), text }];
        }
        await new Promise((done) => later(done, 8));
      }
    },
    // Resolves to the details of the events of a name once there are so many, and a duplicate had its chance.
    waitForEvents(name, count, limit) {
      const details = () => window.events.filter((event) => event.name === name).map(({ detail }) => detail);
      return this.wait(async () => {
        if (details().length < count) {
          return false;
        }
        await task();
        await task();
        return details();
      }, limit);
    },
    // Brings an element into view, and resolves to its box once that is the same in three successive frames.
    stableBox(find, limit) {
      const measure = (element) => {
        const { left, top, width, height } = element.getBoundingClientRect();
        return [left, top, width, height, innerWidth];
      };
      return this.wait(async () => {
        // Once: Firefox rounds the centre up and down in turn.
        find()?.scrollIntoView({ block: "center" });
        const boxes = [];
        while (boxes.length < 3) {
          const element = find();
          if (!element) {
            return false;
          }
          boxes.push(measure(element));
          await drawn();
        }
        return boxes.every((box) => String(box) === String(boxes[0])) && boxes[0];
      }, limit);
    },
    // Resolves to what a function returns once that was the same for 0.7 seconds.
    settled(measure, limit) {
      let last, since;
      return this.wait(() => {
        const value = measure();
        if (JSON.stringify(value) !== JSON.stringify(last)) {
          [last, since] = [value, now()];
        }
        return now() - since > 700 ? value : false;
      }, limit);
    },
    // Reports the requests that no task has reported yet, and returns all faults of the document.
    finish() {
      check(requests.takeRecords());
      return window.faults;
    },
  };
}
