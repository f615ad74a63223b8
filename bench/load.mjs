// How soon a form can be answered: from the first byte of a page to its first slider, and to the first answer that a real
// click gives. Each page several times, in turn, so that what disturbs one disturbs all; the medians are compared.
import { createServer } from "node:http";
import { existsSync, readFileSync } from "node:fs";
import { basename, extname } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { forms } from "./forms.mjs";
import { peer } from "./peers.mjs";

const TIMES = 5;
const SLOW = { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 0.75e6 / 8 };
const LINES = { "slow 4G, 4 times slower processor": [SLOW, 4], "neither slowed down": [undefined, 1] };
const TYPES = { ".js": "text/javascript", ".wasm": "application/wasm", ".css": "text/css", ".html": "text/html; charset=utf-8" };
const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/google-chrome"].find((path) => existsSync(path));
const ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];

const served = new Map();
const put = (path, type, body) => served.set(path, [type, brotliCompressSync(body)]);
const pages = Object.entries(forms()).filter(([, form]) => form.slider);
pages.forEach(([, form], place) => {
  form.files.forEach((file) => put(`/${basename(file)}`, TYPES[extname(file)], readFileSync(file)));
  const linked = form.files.map((file) => {
    const path = `/${basename(file)}`;
    return { ".js": `<script src="${path}"></script>`, ".css": `<link rel="stylesheet" href="${path}">` }[extname(file)] ?? "";
  });
  const watch = `<script>
    const sees = () => { ${form.slider}?.getBoundingClientRect().width ? window.seen = performance.now() : requestAnimationFrame(sees); };
    sees();</script>`;
  const tags = form.tags ?? linked.join("");
  put(`/${place}`, TYPES[".html"], Buffer.from(`<!doctype html><link rel="icon" href="data:,"><body>${watch}${tags}<script>${form.code}</script>`));
});
const server = createServer(({ url }, response) => {
  const [type, body] = served.get(url) ?? ["text/plain", brotliCompressSync("none")];
  response.writeHead(served.has(url) ? 200 : 404, { "content-type": type, "content-encoding": "br", "cache-control": "no-store" });
  response.end(body);
});
await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
const origin = `http://127.0.0.1:${server.address().port}`;

const { chromium } = await import(new URL(`../${peer("playwright-core")}/index.mjs`, import.meta.url));
const browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS });

async function once(place, slider, [network, slower]) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  network && (await session.send("Network.emulateNetworkConditions", network));
  await session.send("Emulation.setCPUThrottlingRate", { rate: slower });
  await page.goto(`${origin}/${place}`, { waitUntil: "commit" });
  await page.waitForFunction("window.seen", undefined, { timeout: 60_000 });
  for (let tries = 0; tries < 600 && !(await page.evaluate("window.worked")); tries += 1) {
    const [x, y] = await page.evaluate(`(() => { const b = ${slider}.getBoundingClientRect();
      return [b.left + b.width * ${0.6 + (tries % 5) / 20}, b.top + b.height / 2]; })()`);
    await page.mouse.click(x, y);
  }
  const told = await page.evaluate("[window.seen, window.worked]");
  await context.close();
  if (!told[1]) {
    throw new Error(`${pages[place][0]} was clicked and took no answer`);
  }
  return told;
}

const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
for (const [line, conditions] of Object.entries(LINES)) {
  const told = pages.map(() => []);
  for (let i = 0; i < TIMES; i += 1) {
    for (const [place, [, { slider }]] of pages.entries()) {
      told[place].push(await once(place, slider, conditions));
    }
  }
  const medians = told.map((times) => [0, 1].map((which) => median(times.map((time) => time[which]))));
  const survey = medians[pages.findIndex(([name]) => name.startsWith("SurveyJS"))];
  console.log(`\n| ${line} | first slider, ms | of SurveyJS | first answer, ms | of SurveyJS |\n|---|---|---|---|---|`);
  pages.forEach(([name], place) => {
    const cells = medians[place].map((ms, which) => `${ms.toFixed(0)} | ${(ms / survey[which]).toFixed(2)}`);
    console.log(`| ${name} | ${cells.join(" | ")} |`);
  });
}
await browser.close();
server.close();
