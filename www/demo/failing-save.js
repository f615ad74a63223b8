// A host that fails to store the result twice.
import "./event-log.js";

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function store({ attempt }) {
  await wait(2000);
  if (attempt < 3) {
    throw new Error("the clinic’s server did not answer");
  }
}

document.getElementById("form").addEventListener("rapport-submit", (event) => {
  event.waitUntil(store(event.detail));
});
