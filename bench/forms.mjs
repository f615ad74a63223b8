// The same form of five sliders in each library: the files that a page loads for it, and the page's code. Each page
// sets `window.firstAnswer` to the time of the first answer that counts.
import { join } from "node:path";
import { peer } from "./peers.mjs";

const ITEMS = ["safe", "understood", "together", "open", "helpful"];
const inFolder = (folder, ...names) => names.map((name) => join(folder, name));
const handWritten = (sliderCode) => `
  const form = document.body.appendChild(document.createElement("form"));
  const answers = {};
  for (const item of ${JSON.stringify(ITEMS)}) {
    const label = form.appendChild(document.createElement("label"));
    label.textContent = item;
    const answer = (value) => { answers[item] = value; window.firstAnswer ??= performance.now(); };
    ${sliderCode}
  }
  form.appendChild(document.createElement("button")).textContent = "Send";
  form.addEventListener("submit", (event) => { event.preventDefault(); window.sent = answers; });`;

const rapport = (script, ...others) => ({
  files: inFolder("dist", script, ...others),
  tags: `<script type="module" src="/${script}"></script><rapport-feedback></rapport-feedback>`,
  // An answer counts from its press on, although its event comes after the module: its time is that in the result.
  code: `document.addEventListener("rapport-submit", (event) => {
      event.preventDefault(); // so that the form stays
      const { startedAt, answers } = event.detail;
      const { firstInteractionMs } = answers.find(({ value }) => value !== null);
      window.firstAnswer ??= Date.parse(startedAt) - performance.timeOrigin + firstInteractionMs;
    });
    document.addEventListener("rapport-change", ({ target }) => target.submit(), { once: true });`,
  slider: "document.querySelector('rapport-feedback')?.shadowRoot?.querySelector('input')",
});

export const forms = () => ({
  "Rapport: rapport.js + rapport.wasm": rapport("rapport.js", "rapport.wasm"),
  "Rapport: rapport.inline.js": rapport("rapport.inline.js"),
  "Rapport: rapport.nowasm.js": rapport("rapport.nowasm.js"),
  "Rapport: isolated, page and frame": {
    files: inFolder("dist", "rapport-embed.js", "embed.html", "rapport-frame.js", "rapport.wasm"),
  },
  "SurveyJS: survey-core + survey-js-ui": {
    files: [
      ...inFolder(peer("survey-core"), "survey.core.min.js", "survey-core.fontless.min.css"),
      ...inFolder(peer("survey-js-ui"), "survey-js-ui.min.js"),
    ],
    code: `
      const elements = ${JSON.stringify(ITEMS)}.map((name) => ({ type: "slider", name }));
      const model = new Survey.Model({ elements });
      model.onValueChanged.add(() => { window.firstAnswer ??= performance.now(); });
      SurveyUI.renderSurvey(model, document.body.appendChild(document.createElement("div")));`,
    slider: "document.querySelector('.sd-slider__input')",
  },
  "LHC-Forms": {
    files: [
      ...inFolder(join(peer("lforms"), "dist", "lforms"), "webcomponent/lhc-forms.js", "webcomponent/styles.css"),
      ...inFolder(join(peer("lforms"), "dist", "lforms"), "fhir/R4/lformsFHIR.min.js"),
    ],
  },
  "Formbricks: surveys": { files: inFolder(peer("@formbricks/surveys"), "dist/index.umd.js") },
  "PostHog: surveys": { files: inFolder(peer("posthog-js"), "dist/surveys.js") },
  "noUiSlider and a form written by hand": {
    files: inFolder(peer("nouislider"), "dist/nouislider.min.js", "dist/nouislider.min.css"),
    code: handWritten(`const slider = noUiSlider.create(
        label.appendChild(document.createElement("div")), { start: 50, range: { min: 0, max: 100 } });
        slider.on("change", ([value]) => answer(Number(value)));`),
    slider: "document.querySelector('.noUi-target')",
  },
  "native sliders and a form written by hand": {
    files: [],
    code: handWritten(`const input = label.appendChild(Object.assign(document.createElement("input"), { type: "range" }));
        input.addEventListener("change", () => answer(Number(input.value)));`),
    slider: "document.querySelector('input')",
  },
});
