// <rapport-trend> beside two chart libraries that draw the same sessions: bytes, the time until the chart is painted, and
// what each gives a keyboard and a screen reader. The pages take turns, so that a disturbance slows all of them.
import { readFileSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { PAINTED, launchChromium, median, serve, withFreshPage } from "./browser.mjs";
import { peer } from "./peers.mjs";

const RUNS = 5;
const SIZES = [12, 1000];
const SLOWDOWN = 4;
const MAX_TABS = 50;
const WEEK_MS = 7 * 24 * 3600 * 1000;
const BROTLI_OPTIONS = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
const inFolder = (folder, ...names) => names.map((name) => join(folder, name));

// Weekly sessions: a time, and the answers to the built-in instrument, whose mean is the total.
const sessions = (count) =>
  Array.from({ length: count }, (_, week) => ({
    at: new Date(Date.UTC(2006, 0, 2, 9) + week * WEEK_MS).toISOString(),
    total: 10 + ((week * 37) % 81),
  }));
const asResult = ({ at, total }, week) => ({
  schema: "rapport/1",
  id: `id-${week}`,
  attempt: 1,
  sessionId: `session-${week}`,
  instrument: { id: "session", version: "1.0.0" },
  lang: "en",
  status: "complete",
  startedAt: at,
  submittedAt: at,
  answers: ["safe", "understood", "together", "open", "helpful"].map((item) => ({ item, value: total })),
});

const pages = {
  "Rapport: rapport-trend.js + rapport-trend.wasm": {
    files: inFolder("dist", "rapport-trend.js", "rapport-trend.wasm"),
    body: (data) => `<script type="module" src="/rapport-trend.js"></script><rapport-trend>
      <script type="application/json">${JSON.stringify({ results: data.map(asResult) })}</script></rapport-trend>`,
    isDrawn: "document.querySelector('rapport-trend')?.shadowRoot?.querySelector('.drawing .mark')",
  },
  "Chart.js": {
    files: inFolder(join(peer("chart.js"), "dist"), "chart.umd.min.js"),
    body: (data) => `<script src="/chart.umd.min.js"></script><div><canvas id="chart"></canvas></div><script>
      const data = ${JSON.stringify(data)};
      window.drawn = new Chart(document.getElementById("chart"), { type: "line", data: {
        labels: data.map(({ at }) => at.slice(0, 10)), datasets: [{ label: "Total", data: data.map(({ total }) => total) }],
      }, options: { animation: false, scales: { y: { min: 0, max: 100 } } } });</script>`,
    isDrawn: "window.drawn",
  },
  "Observable Plot, with D3": {
    files: [
      ...inFolder(join(peer("d3"), "dist"), "d3.min.js"),
      ...inFolder(join(peer("@observablehq/plot"), "dist"), "plot.umd.min.js"),
    ],
    body: (data) => `<script src="/d3.min.js"></script><script src="/plot.umd.min.js"></script><div id="chart"></div><script>
      const data = ${JSON.stringify(data)}.map(({ at, total }) => ({ at: new Date(at), total }));
      document.getElementById("chart").append(Plot.plot({ y: { domain: [0, 100], grid: true },
        marks: [Plot.line(data, { x: "at", y: "total" }), Plot.dot(data, { x: "at", y: "total" })] }));</script>`,
    isDrawn: "document.querySelector('#chart circle')",
  },
};

const { put, origin, close } = await serve();
Object.values(pages).forEach((page, index) => {
  page.files.forEach((file) => put(`/${basename(file)}`, extname(file), readFileSync(file)));
  for (const size of SIZES) {
    const watch = `<script>const check = () => ${page.isDrawn} ? ${PAINTED}.then((ms) => { window.painted = ms; })
      : requestAnimationFrame(check); check();</script>`;
    const html = `<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>chart</title><body>${watch}
      <main>${page.body(sessions(size))}</main>`;
    put(`/${index}-${size}`, ".html", Buffer.from(html));
  }
});

const kib = ({ files }) =>
  files.reduce((sum, file) => sum + brotliCompressSync(readFileSync(file), BROTLI_OPTIONS).length, 0) / 1024;

async function load(page, index, size) {
  await page.goto(`${origin}/${index}-${size}`, { waitUntil: "commit" });
  await page.waitForFunction("window.painted", undefined, { timeout: 60_000 });
}

// Returns the number of tab stops, of accessible names, and of row headers with the date of a session.
async function access(page, session, index, size) {
  await load(page, index, size);
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  const seen = nodes.filter(({ ignored }) => !ignored);
  const main = seen.find(({ role }) => role?.value === "main");
  const inside = new Set([main.nodeId]);
  // Parents come before their children.
  nodes.forEach(({ nodeId, parentId }) => inside.has(parentId) && inside.add(nodeId));
  const own = seen.filter(({ nodeId }) => inside.has(nodeId) && nodeId !== main.nodeId);
  const names = own.filter(({ name, role }) => name?.value && role.value !== "InlineTextBox").length;
  const rows = own.filter(({ role, name }) => role.value === "rowheader" && /\b20\d\d\b/.test(name.value)).length;
  let stops = 0;
  for (; stops < MAX_TABS; stops += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate("document.activeElement === document.body")) {
      break;
    }
  }
  return { stops, names, rows };
}

const browser = await launchChromium();
const entries = Object.entries(pages);
const times = new Map(entries.flatMap((_, index) => SIZES.map((size) => [`${index}-${size}`, []])));
for (let run = 0; run < RUNS; run += 1) {
  for (const [index] of entries.entries()) {
    for (const size of SIZES) {
      const ms = await withFreshPage(browser, SLOWDOWN, async (page) => {
        await load(page, index, size);
        return page.evaluate("window.painted");
      });
      times.get(`${index}-${size}`).push(ms);
    }
  }
}
console.log(`\n| on a processor ${SLOWDOWN} times slower | KiB, brotli | 12 sessions painted, ms | 1,000, ms |\n|---|---|---|---|`);
entries.forEach(([name, page], index) => {
  const medians = SIZES.map((size) => median(times.get(`${index}-${size}`)).toFixed(0));
  console.log(`| ${name} | ${kib(page).toFixed(1)} | ${medians.join(" | ")} |`);
});
console.log("\n| 12 sessions | tab stops | accessible names | sessions in a table |\n|---|---|---|---|");
for (const [index, [name]] of entries.entries()) {
  const { stops, names, rows } = await withFreshPage(browser, 1, (page, session) => access(page, session, index, 12));
  console.log(`| ${name} | ${stops} | ${names} | ${rows} |`);
  if (index === 0 && rows !== 12) {
    throw new Error(`${name}: ${rows} rows, expected 12`);
  }
}
await browser.close();
close();
