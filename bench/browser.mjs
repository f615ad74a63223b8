// What the measurements in a browser share: a server that compresses, and Chromium as fast or as slow as is asked for.
import { createServer } from "node:http";
import { existsSync } from "node:fs";
import { brotliCompressSync } from "node:zlib";
import { peer } from "./peers.mjs";

const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/google-chrome"].find((path) => existsSync(path));
const ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];

export const TYPES = { ".js": "text/javascript", ".wasm": "application/wasm", ".css": "text/css", ".html": "text/html; charset=utf-8" };
export const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

// In a page: when what was done has been painted.
export const PAINTED = `new Promise((painted) => requestAnimationFrame(() => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => painted(performance.now());
  port2.postMessage(0);
}))`;

// Serves what is `put`, from no cache. Returns where.
export async function serve() {
  const served = new Map();
  const put = (path, extension, body) => served.set(path, [TYPES[extension], brotliCompressSync(body)]);
  const server = createServer(({ url }, response) => {
    const [type, body] = served.get(url) ?? ["text/plain", brotliCompressSync("none")];
    response.writeHead(served.has(url) ? 200 : 404, { "content-type": type, "content-encoding": "br", "cache-control": "no-store" });
    response.end(body);
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  return { put, origin: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

export async function chromium() {
  const { chromium } = await import(new URL(`../${peer("playwright-core")}/index.mjs`, import.meta.url));
  return chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS });
}

// Does something with a fresh page, on a processor that is so many times slower. It is given the protocol's session too.
export async function fresh(browser, slower, measured) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: slower });
  try {
    return await measured(page, session);
  } finally {
    await context.close();
  }
}
