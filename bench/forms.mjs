// The same form of five sliders, made with each: the files that a page has to load for it, and the page. Each page sets
// `window.worked` at the first answer.
import { join } from "node:path";
import { peer } from "./peers.mjs";

const ITEMS = ["safe", "understood", "together", "open", "helpful"];
const at = (folder, ...names) => names.map((name) => join(folder, name));
const written = (slider) => `
  const form = document.body.appendChild(document.createElement("form"));
  const answers = {};
  for (const item of ${JSON.stringify(ITEMS)}) {
    const label = form.appendChild(document.createElement("label"));
    label.textContent = item;
    const answered = (value) => { answers[item] = value; window.worked ??= performance.now(); };
    ${slider}
  }
  form.appendChild(document.createElement("button")).textContent = "Send";
  form.addEventListener("submit", (event) => { event.preventDefault(); window.sent = answers; });`;

const ours = (script, ...more) => ({
  files: at("dist", script, ...more),
  tags: `<script type="module" src="/${script}"></script><rapport-feedback></rapport-feedback>`,
  code: `document.addEventListener("rapport-change", () => { window.worked ??= performance.now(); });`,
  slider: "document.querySelector('rapport-feedback')?.shadowRoot?.querySelector('input')",
});

export const forms = () => ({
  "Rapport: rapport.js + rapport.wasm": ours("rapport.js", "rapport.wasm"),
  "Rapport: rapport.inline.js": ours("rapport.inline.js"),
  "Rapport: rapport.nowasm.js": ours("rapport.nowasm.js"),
  "Rapport: isolated, page and frame": {
    files: at("dist", "rapport-embed.js", "embed.html", "rapport-frame.js", "rapport.wasm"),
  },
  "SurveyJS: survey-core + survey-js-ui": {
    files: [
      ...at(peer("survey-core"), "survey.core.min.js", "survey-core.fontless.min.css"),
      ...at(peer("survey-js-ui"), "survey-js-ui.min.js"),
    ],
    code: `
      const elements = ${JSON.stringify(ITEMS)}.map((name) => ({ type: "slider", name }));
      const model = new Survey.Model({ elements });
      model.onValueChanged.add(() => { window.worked ??= performance.now(); });
      SurveyUI.renderSurvey(model, document.body.appendChild(document.createElement("div")));`,
    slider: "document.querySelector('.sd-slider__input')",
  },
  "LHC-Forms": {
    files: [
      ...at(join(peer("lforms"), "dist", "lforms"), "webcomponent/lhc-forms.js", "webcomponent/styles.css"),
      ...at(join(peer("lforms"), "dist", "lforms"), "fhir/R4/lformsFHIR.min.js"),
    ],
  },
  "Formbricks: surveys": { files: at(peer("@formbricks/surveys"), "dist/index.umd.js") },
  "PostHog: surveys": { files: at(peer("posthog-js"), "dist/surveys.js") },
  "noUiSlider and a form written by hand": {
    files: at(peer("nouislider"), "dist/nouislider.min.js", "dist/nouislider.min.css"),
    code: written(`const place = label.appendChild(document.createElement("div"));
        noUiSlider.create(place, { start: 50, range: { min: 0, max: 100 } }).on("change", ([value]) => answered(Number(value)));`),
    slider: "document.querySelector('.noUi-target')",
  },
  "native sliders and a form written by hand": {
    files: [],
    code: written(`const input = label.appendChild(Object.assign(document.createElement("input"), { type: "range" }));
        input.addEventListener("change", () => answered(Number(input.value)));`),
    slider: "document.querySelector('input')",
  },
});
