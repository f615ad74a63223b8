// How the form's cost grows: with its items, with the forms of a page, with the history it compares with. Drawn into
// growth.svg, both axes logarithmic, where a cost in proportion rises as the dashed line does. On a processor that is
// four times slower; it fails where a cost outgrows its cause, or where a step of a drag misses a frame.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { PAINTED, chromium, fresh, median, serve } from "./browser.mjs";
import { peer } from "./peers.mjs";

const SLOWER = 4;
const FRAME = 16; // ms
const STEPS = 40; // of a drag
const TIMES = 3;
const NOISE = 1.25;

const { put, origin, close } = await serve();
put("/rapport.js", ".js", readFileSync("dist/rapport.js"));
put("/rapport.wasm", ".wasm", readFileSync("dist/rapport.wasm"));
put("/", ".html", Buffer.from(`<!doctype html><link rel="icon" href="data:,"><script type="module" src="/rapport.js"></script><body>`));
const browser = await chromium();

// What every page has: forms of so many items, and when what was done has been painted.
const TOOLS = `
  window.painted = () => ${PAINTED};
  window.made = (count, items) => Array.from({ length: count }, () => {
    const tag = document.createElement("rapport-feedback");
    const words = { text: "We understood each other", low: "Not at all", high: "Completely" };
    tag.instrument = { id: "grown", version: "1", title: "Grown", scale: { min: 0, max: 100, step: 1 },
      items: Array.from({ length: items }, (_, place) => ({ id: "i" + place, ...words })), score: { range: [0, 100] } };
    return tag;
  });
  window.steps = [];
  addEventListener("input", async () => {
    const from = performance.now();
    steps.push(await painted() - from);
  }, { capture: true });`;

async function shown(page, count, items) {
  await page.goto(origin);
  await page.evaluate(TOOLS);
  return page.evaluate(`(async () => {
    await Promise.all(made(1, 1).map((tag) => (document.body.append(tag), tag.ready.then(() => tag.remove()))));
    const tags = made(${count}, ${items});
    const from = performance.now();
    document.body.append(...tags);
    await Promise.all(tags.map((tag) => tag.ready));
    return await painted() - from;
  })()`);
}

// From the browser's own event to the frame that shows what came of it, in the middle of a drag.
async function step(page) {
  const [x, y, width] = await page.evaluate(`(() => {
    const input = document.querySelector("rapport-feedback:last-of-type").shadowRoot.querySelector("input");
    input.scrollIntoView({ block: "center" });
    const box = input.getBoundingClientRect();
    return [box.left, box.top + box.height / 2, box.width];
  })()`);
  await page.mouse.move(x + width / 10, y);
  await page.mouse.down();
  for (let moved = 0; moved < STEPS; moved += 1) {
    await page.mouse.move(x + (width * (moved + 6)) / (STEPS + 12), y);
    await page.evaluate("painted()");
  }
  await page.mouse.up();
  return median(await page.evaluate("steps"));
}

const drawn = (count, items) =>
  fresh(browser, SLOWER, async (page) => [await shown(page, count, items), await step(page)]);

const compared = (length) =>
  fresh(browser, SLOWER, async (page) => {
    await shown(page, 1, 5);
    return page.evaluate(`(async () => {
      const tag = document.querySelector("rapport-feedback");
      const history = Array.from({ length: ${length} }, (_, at) => ({ total: at % 100, at: new Date(at * 864e5).toISOString() }));
      tag.answers = { i0: 50, i1: 60, i2: 70, i3: 80, i4: 90 };
      await painted();
      const from = performance.now();
      tag.history = history;
      tag.submit();
      const { change } = tag.result;
      const until = performance.now();
      if (change.sessions !== ${length}) throw new Error("compared with " + change.sessions);
      return [until - from];
    })()`);
  });

const GROWTHS = {
  "items in a form": [[5, 25, 50, 100, 200], (items) => drawn(1, items), ["shown", "step of a drag"]],
  "forms on a page": [[1, 10, 25, 50, 100], (count) => drawn(count, 5), ["all shown", "step of a drag"]],
  "earlier results": [[10, 100, 250, 500, 1000], compared, ["taken and compared"]],
};

const lines = [];
console.log("\n| on a processor 4 times slower | of how many | ms |\n|---|---|---|");
for (const [cause, [sizes, measured, names]] of Object.entries(GROWTHS)) {
  const told = [];
  for (const size of sizes) {
    const runs = [];
    for (let i = 0; i < TIMES; i += 1) {
      runs.push(await measured(size));
    }
    told.push(names.map((_, which) => Math.min(...runs.map((run) => run[which]))));
  }
  names.forEach((name, which) => {
    const costs = told.map((each) => each[which]);
    lines.push({ cause, name, points: sizes.map((size, place) => [size, costs[place]]) });
    console.log(`| ${cause}: ${name} | ${sizes.join(", ")} | ${costs.map((ms) => ms.toFixed(1)).join(", ")} |`);
    const last = sizes.length - 1;
    if (sizes.some((size, place) => costs[last] / costs[place] > (NOISE * sizes[last]) / size && place < last)) {
      console.error(`${name} grows faster than ${cause}`);
      process.exitCode = 1;
    }
    if (cause === "items in a form" && which === 1 && Math.max(...costs) > FRAME) {
      console.error(`${name} takes ${Math.max(...costs).toFixed(1)} ms: a frame is missed`);
      process.exitCode = 1;
    }
  });
}
await browser.close();
close();

const echarts = createRequire(import.meta.url)(`../${peer("echarts")}/dist/echarts.min.js`);
const causes = Object.keys(GROWTHS);
const log = { type: "log", minorSplitLine: { show: true } };
const proportion = ({ points: [[size, cost], , , , [last]] }) => [[size, cost], [last, (cost * last) / size]];
const chart = echarts.init(null, null, { renderer: "svg", ssr: true, width: 1080, height: 380 });
chart.setOption({
  animation: false,
  backgroundColor: "#fff",
  title: causes.map((cause, place) => ({ text: `${cause}, ms`, left: `${3 + place * 33}%`, textStyle: { fontSize: 14 } })),
  legend: { bottom: 0 },
  grid: causes.map((_, place) => ({ left: `${4 + place * 33}%`, width: "27%", top: 50, bottom: 70 })),
  xAxis: causes.map((_, gridIndex) => ({ ...log, gridIndex })),
  yAxis: causes.map((_, gridIndex) => ({ ...log, gridIndex })),
  series: lines.flatMap((line) => {
    const place = causes.indexOf(line.cause);
    const on = { type: "line", xAxisIndex: place, yAxisIndex: place };
    const dashed = { ...on, name: "in proportion", data: proportion(line), symbol: "none", color: "#999", lineStyle: { type: "dashed" } };
    return [{ ...on, name: line.name, data: line.points }, dashed];
  }),
});
writeFileSync("bench/growth.svg", chart.renderToSVGString());
chart.dispose();
