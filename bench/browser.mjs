// Shared by the benchmarks in a browser: a server that compresses, and Chromium at a chosen processor speed.
import { createServer } from "node:http";
import { existsSync } from "node:fs";
import { brotliCompressSync } from "node:zlib";
import { peer } from "./peers.mjs";

const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/google-chrome"].find((path) => existsSync(path));
const ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];

const TYPES = {
  ".js": "text/javascript",
  ".wasm": "application/wasm",
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
};

export const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

// An expression for a page: a promise of the time at which the changes so far are painted.
export const PAINTED = `new Promise((resolve) => requestAnimationFrame(() => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => resolve(performance.now());
  port2.postMessage(0);
}))`;

// Starts a server of the bodies that `put` adds, uncached. Returns its origin, and a function that closes it.
export async function serve() {
  const bodies = new Map();
  const put = (path, extension, body) => bodies.set(path, [TYPES[extension], brotliCompressSync(body)]);
  const server = createServer(({ url }, response) => {
    const [type, body] = bodies.get(url) ?? ["text/plain", brotliCompressSync("none")];
    const headers = { "content-type": type, "content-encoding": "br", "cache-control": "no-store" };
    response.writeHead(bodies.has(url) ? 200 : 404, headers);
    response.end(body);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { put, origin: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

export async function launchChromium() {
  const { chromium } = await import(new URL(`../${peer("playwright-core")}/index.mjs`, import.meta.url));
  return chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS });
}

// Calls `measure` with a page of a new profile and its DevTools session. The processor is `slowdown` times slower.
export async function withFreshPage(browser, slowdown, measure) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
  try {
    return await measure(page, session);
  } finally {
    await context.close();
  }
}
