// How soon a form can be answered: from the first byte of a page to its first slider, and to the first answer that a real
// click gives. Each page several times, in turn, so that what disturbs one disturbs all; the medians are compared.
import { readFileSync } from "node:fs";
import { basename, extname } from "node:path";
import { chromium, fresh, median, serve } from "./browser.mjs";
import { forms } from "./forms.mjs";

const TIMES = 5;
const SLOW = { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 0.75e6 / 8 };
const LINES = { "slow 4G, 4 times slower processor": [SLOW, 4], "neither slowed down": [undefined, 1] };

const { put, origin, close } = await serve();
const pages = Object.entries(forms()).filter(([, form]) => form.slider);
pages.forEach(([, form], place) => {
  form.files.forEach((file) => put(`/${basename(file)}`, extname(file), readFileSync(file)));
  const linked = form.files.map((file) => {
    const path = `/${basename(file)}`;
    return { ".js": `<script src="${path}"></script>`, ".css": `<link rel="stylesheet" href="${path}">` }[extname(file)] ?? "";
  });
  const watch = `<script>
    const sees = () => { ${form.slider}?.getBoundingClientRect().width ? window.seen = performance.now() : requestAnimationFrame(sees); };
    sees();</script>`;
  const tags = form.tags ?? linked.join("");
  put(`/${place}`, ".html", Buffer.from(`<!doctype html><link rel="icon" href="data:,"><body>${watch}${tags}<script>${form.code}</script>`));
});
const browser = await chromium();

const once = (place, slider, [network, slower]) =>
  fresh(browser, slower, async (page, session) => {
    network && (await session.send("Network.emulateNetworkConditions", network));
    await page.goto(`${origin}/${place}`, { waitUntil: "commit" });
    await page.waitForFunction("window.seen", undefined, { timeout: 60_000 });
    for (let tries = 0; tries < 600 && !(await page.evaluate("window.worked")); tries += 1) {
      const [x, y] = await page.evaluate(`(() => { const b = ${slider}.getBoundingClientRect();
        return [b.left + b.width * ${0.6 + (tries % 5) / 20}, b.top + b.height / 2]; })()`);
      await page.mouse.click(x, y);
    }
    const told = await page.evaluate("[window.seen, window.worked]");
    if (!told[1]) {
      throw new Error(`${pages[place][0]} was clicked and took no answer`);
    }
    return told;
  });

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
close();
