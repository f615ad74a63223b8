// The growth of the form's cost with its items, with the forms of a page, and with the length of a history, on a
// processor four times slower. Fails if a cost grows faster than its size, or if a step of a drag misses a frame. Draws
// growth.svg with logarithmic axes; its dashed lines are proportional costs.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { PAINTED, launchChromium, median, serve, withFreshPage } from "./browser.mjs";
import { peer } from "./peers.mjs";

const SLOWDOWN = 4;
const FRAME_MS = 16;
const DRAG_STEPS = 40;
const RUNS = 3;
const NOISE = 1.25;

const { put, origin, close } = await serve();
const html = `<!doctype html><link rel="icon" href="data:,"><script type="module" src="/rapport.js"></script><body>`;
put("/rapport.js", ".js", readFileSync("dist/rapport.js"));
put("/rapport.wasm", ".wasm", readFileSync("dist/rapport.wasm"));
put("/", ".html", Buffer.from(html));
const browser = await launchChromium();

// Defines in a page: forms of a number of items, the time of the next paint, and the times from an input to a paint.
const TOOLS = `
  window.painted = () => ${PAINTED};
  window.createForms = (count, items) => Array.from({ length: count }, () => {
    const tag = document.createElement("rapport-feedback");
    const texts = { text: "We understood each other", low: "Not at all", high: "Completely" };
    tag.instrument = { id: "grown", version: "1", title: "Grown", scale: { min: 0, max: 100, step: 1 },
      items: Array.from({ length: items }, (_, index) => ({ id: "i" + index, ...texts })), score: { range: [0, 100] } };
    return tag;
  });
  window.stepTimes = [];
  addEventListener("input", async () => {
    const start = performance.now();
    stepTimes.push(await painted() - start);
  }, { capture: true });`;

// Returns the time until all forms show, in ms. A first form is shown and removed before, so loading is not counted.
async function showForms(page, count, items) {
  await page.goto(origin);
  await page.evaluate(TOOLS);
  return page.evaluate(`(async () => {
    const [first] = createForms(1, 1);
    document.body.append(first);
    await first.ready;
    first.remove();
    const tags = createForms(${count}, ${items});
    const start = performance.now();
    document.body.append(...tags);
    await Promise.all(tags.map((tag) => tag.ready));
    return await painted() - start;
  })()`);
}

// Returns the median time from an input event in the middle of a drag to the frame that shows it, in ms.
async function measureDragStep(page) {
  const [x, y, width] = await page.evaluate(`(() => {
    const input = document.querySelector("rapport-feedback:last-of-type").shadowRoot.querySelector("input");
    input.scrollIntoView({ block: "center" });
    const box = input.getBoundingClientRect();
    return [box.left, box.top + box.height / 2, box.width];
  })()`);
  await page.mouse.move(x + width / 10, y);
  await page.mouse.down();
  for (let step = 0; step < DRAG_STEPS; step += 1) {
    await page.mouse.move(x + (width * (step + 6)) / (DRAG_STEPS + 12), y);
    await page.evaluate("painted()");
  }
  await page.mouse.up();
  return median(await page.evaluate("stepTimes"));
}

const measureForms = (count, items) =>
  withFreshPage(browser, SLOWDOWN, async (page) => [
    await showForms(page, count, items),
    await measureDragStep(page),
  ]);

const measureHistory = (length) =>
  withFreshPage(browser, SLOWDOWN, async (page) => {
    await showForms(page, 1, 5);
    return page.evaluate(`(async () => {
      const tag = document.querySelector("rapport-feedback");
      const history = Array.from({ length: ${length} },
        (_, day) => ({ total: day % 100, at: new Date(day * 864e5).toISOString() }));
      tag.answers = { i0: 50, i1: 60, i2: 70, i3: 80, i4: 90 };
      await painted();
      const start = performance.now();
      tag.history = history;
      tag.submit();
      const { change } = tag.result;
      const end = performance.now();
      if (change.sessions !== ${length}) {
        throw new Error("change.sessions: " + change.sessions + ", expected ${length}");
      }
      return [end - start];
    })()`);
  });

// By the size that grows: its values, and a function that returns the costs of a value.
const GROWTHS = {
  "items in a form": {
    sizes: [5, 25, 50, 100, 200],
    costs: ["shown", "step of a drag"],
    measure: (items) => measureForms(1, items),
  },
  "forms on a page": {
    sizes: [1, 10, 25, 50, 100],
    costs: ["all shown", "step of a drag"],
    measure: (count) => measureForms(count, 5),
  },
  "earlier results": { sizes: [10, 100, 250, 500, 1000], costs: ["taken and compared"], measure: measureHistory },
};

const fail = (message) => {
  console.error(message);
  process.exitCode = 1;
};

const lines = [];
console.log("\n| on a processor 4 times slower | sizes | ms |\n|---|---|---|");
for (const [growth, { sizes, costs, measure }] of Object.entries(GROWTHS)) {
  const bestBySize = [];
  for (const size of sizes) {
    const runs = [];
    for (let run = 0; run < RUNS; run += 1) {
      runs.push(await measure(size));
    }
    bestBySize.push(costs.map((_, cost) => Math.min(...runs.map((run) => run[cost]))));
  }
  costs.forEach((name, cost) => {
    const times = bestBySize.map((best) => best[cost]);
    lines.push({ growth, name, points: sizes.map((size, index) => [size, times[index]]) });
    console.log(`| ${growth}: ${name} | ${sizes.join(", ")} | ${times.map((ms) => ms.toFixed(1)).join(", ")} |`);
    const last = sizes.length - 1;
    if (sizes.some((size, index) => index < last && times[last] / times[index] > (NOISE * sizes[last]) / size)) {
      fail(`${growth}: ${name} grows faster than in proportion`);
    }
    if (growth === "items in a form" && name === "step of a drag" && Math.max(...times) > FRAME_MS) {
      fail(`${growth}: ${name} takes ${Math.max(...times).toFixed(1)} ms, expected at most ${FRAME_MS}`);
    }
  });
}
await browser.close();
close();

const echarts = createRequire(import.meta.url)(`../${peer("echarts")}/dist/echarts.min.js`);
const growths = Object.keys(GROWTHS);
const logarithmic = { type: "log", minorSplitLine: { show: true } };
const proportion = ({ points: [[size, cost], , , , [last]] }) => [[size, cost], [last, (cost * last) / size]];
const chart = echarts.init(null, null, { renderer: "svg", ssr: true, width: 1080, height: 380 });
chart.setOption({
  animation: false,
  backgroundColor: "#fff",
  title: growths.map((growth, index) => ({ text: `${growth}, ms`, left: `${3 + index * 33}%`, textStyle: { fontSize: 14 } })),
  legend: { bottom: 0 },
  grid: growths.map((_, index) => ({ left: `${4 + index * 33}%`, width: "27%", top: 50, bottom: 70 })),
  xAxis: growths.map((_, gridIndex) => ({ ...logarithmic, gridIndex })),
  yAxis: growths.map((_, gridIndex) => ({ ...logarithmic, gridIndex })),
  series: lines.flatMap((line) => {
    const index = growths.indexOf(line.growth);
    const series = { type: "line", xAxisIndex: index, yAxisIndex: index };
    const dashed = { symbol: "none", color: "#999", lineStyle: { type: "dashed" } };
    return [
      { ...series, name: line.name, data: line.points },
      { ...series, ...dashed, name: "in proportion", data: proportion(line) },
    ];
  }),
});
writeFileSync("bench/growth.svg", chart.renderToSVGString());
chart.dispose();
