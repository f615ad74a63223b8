// The time from a page's start to its first slider, and to the first real click that counts as an answer. The pages take
// turns, so that a disturbance slows all of them; the medians are compared. Fails above its limits.
import { readFileSync } from "node:fs";
import { basename, extname } from "node:path";
import { launchChromium, median, serve, withFreshPage } from "./browser.mjs";
import { forms } from "./forms.mjs";

const RUNS = 5;
const SLOW_4G = { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 0.75e6 / 8 };
// The limits are ratios of the pair's time to that of a peer: of the first slider, and of the first answer. bench/README.md
// says why the first slider takes more than 1.7 times as long as a native one.
const CONDITIONS = {
  "slow 4G, 4 times slower processor": {
    network: SLOW_4G,
    slowdown: 4,
    limits: { SurveyJS: [0.25, 0.25], "native sliders": [2.4, 1.7] },
  },
  "neither slowed down": { network: undefined, slowdown: 1, limits: { SurveyJS: [0.35, 0.5] } },
};

const { put, origin, close } = await serve();
const pages = Object.entries(forms()).filter(([, form]) => form.slider);
pages.forEach(([, form], index) => {
  form.files.forEach((file) => put(`/${basename(file)}`, extname(file), readFileSync(file)));
  const fileTags = form.files.map((file) => {
    const path = `/${basename(file)}`;
    return { ".js": `<script src="${path}"></script>`, ".css": `<link rel="stylesheet" href="${path}">` }[extname(file)] ?? "";
  });
  const watch = `<script>
    const check = () => {
      ${form.slider}?.getBoundingClientRect().width ? window.firstSlider = performance.now() : requestAnimationFrame(check);
    };
    check();</script>`;
  const tags = form.tags ?? fileTags.join("");
  const html = `<!doctype html><link rel="icon" href="data:,"><body>${watch}${tags}<script>${form.code}</script>`;
  put(`/${index}`, ".html", Buffer.from(html));
});
const browser = await launchChromium();

// Returns the times of the first slider and the first answer, in ms.
const measurePage = (index, slider, { network, slowdown }) =>
  withFreshPage(browser, slowdown, async (page, session) => {
    network && (await session.send("Network.emulateNetworkConditions", network));
    await page.goto(`${origin}/${index}`, { waitUntil: "commit" });
    await page.waitForFunction("window.firstSlider", undefined, { timeout: 60_000 });
    for (let tries = 0; tries < 600 && !(await page.evaluate("window.firstAnswer")); tries += 1) {
      const [x, y] = await page.evaluate(`(() => { const box = ${slider}.getBoundingClientRect();
        return [box.left + box.width * ${0.6 + (tries % 5) / 20}, box.top + box.height / 2]; })()`);
      await page.mouse.click(x, y);
    }
    const times = await page.evaluate("[window.firstSlider, window.firstAnswer]");
    if (!times[1]) {
      throw new Error(`${pages[index][0]}: no answer after 600 clicks`);
    }
    return times;
  });

for (const [name, conditions] of Object.entries(CONDITIONS)) {
  const timesByPage = pages.map(() => []);
  for (let run = 0; run < RUNS; run += 1) {
    for (const [index, [, { slider }]] of pages.entries()) {
      timesByPage[index].push(await measurePage(index, slider, conditions));
    }
  }
  const medians = timesByPage.map((times) => [0, 1].map((column) => median(times.map((time) => time[column]))));
  const mediansOf = (prefix) => medians[pages.findIndex(([form]) => form.startsWith(prefix))];
  const surveyMedians = mediansOf("SurveyJS");
  console.log(`\n| ${name} | first slider, ms | of SurveyJS | first answer, ms | of SurveyJS |\n|---|---|---|---|---|`);
  pages.forEach(([form], index) => {
    const cells = medians[index].map((ms, column) => `${ms.toFixed(0)} | ${(ms / surveyMedians[column]).toFixed(2)}`);
    console.log(`| ${form} | ${cells.join(" | ")} |`);
  });
  for (const [peer, limits] of Object.entries(conditions.limits)) {
    limits.forEach((limit, column) => {
      const ratio = mediansOf("Rapport: rapport.js + rapport.wasm")[column] / mediansOf(peer)[column];
      const found = `${["first slider", "first answer"][column]}: ${ratio.toFixed(2)} of ${peer}, at most ${limit}`;
      console.log(`\n${found}`);
      if (ratio > limit) {
        console.error(`${name}, ${found}`);
        process.exitCode = 1;
      }
    });
  }
}
await browser.close();
close();
