// Shows one example definition at a time, and the outcome of its form in words.
const feedback = document.getElementById("form");
const options = document.getElementById("options");
const list = document.getElementById("outcome");
let definition = null;

// Returns a text of the definition in the selected language, else in its first.
function localize(text) {
  return typeof text === "string" ? text : (text[options.elements.lang.value] ?? Object.values(text)[0]);
}

const favourable = { high: "high is favourable", low: "low is favourable" };

const bandLabel = (bands, id) => localize(bands.find((band) => band.id === id).label);

function totalInWords({ total, min, max, better, percent, prorated }) {
  if (definition.score.total === false) {
    return "This instrument has no total.";
  }
  const range = `on a range from ${min} to ${max}; ${favourable[better]}`;
  if (total === null) {
    return `None, because too few items are answered (${range}).`;
  }
  return `${total} ${range}; at ${percent} % of the range${prorated ? "; prorated" : ""}.`;
}

function subscaleInWords({ id, score, min, max, better, answered, items, prorated, band }) {
  const { title, bands } = definition.subscales.find((subscale) => subscale.id === id);
  const value = score === null ? `none, ${answered} of ${items} answered` : `${score}${prorated ? ", prorated" : ""}`;
  const label = band === null ? "" : `; band: ${bandLabel(bands, band)}`;
  return `${localize(title)}: ${value} (${min} to ${max}; ${favourable[better]}${label})`;
}

function alertInWords({ id, scope, item, value, below, above, inclusive }) {
  const limit = below === undefined ? `above ${above}` : `below ${below}`;
  return `${id}: ${item ?? scope} is ${value}; fires at ${limit}${inclusive ? ", or equal to it" : ""}`;
}

// Adds a term with its descriptions to the list.
function addRow(term, descriptions) {
  const title = document.createElement("dt");
  title.textContent = term;
  const texts = descriptions.map((description) => {
    const text = document.createElement("dd");
    text.textContent = description;
    return text;
  });
  list.append(title, ...texts);
}

function showOutcome(outcome, status) {
  list.replaceChildren();
  addRow("Total", [totalInWords(outcome)]);
  if (outcome.band !== null) {
    addRow("Band", [bandLabel(definition.bands, outcome.band)]);
  }
  if (outcome.subscales.length > 0) {
    addRow("Subscales", outcome.subscales.map(subscaleInWords));
  }
  addRow("Alerts", outcome.alerts.length > 0 ? outcome.alerts.map(alertInWords) : ["None."]);
  addRow("Answers", [`${outcome.answered} of ${outcome.items} items; ${status}.`]);
}

// Before the form is ready there is no outcome to show.
function showUnsent() {
  if (feedback.outcome) {
    showOutcome(feedback.outcome, "not sent");
  }
}

// Loads the selected example. A slower response to an earlier selection is dropped.
async function loadExample() {
  const name = options.elements.example.value;
  const response = await fetch(`instruments/${name}.json`);
  const loaded = await response.json();
  if (options.elements.example.value === name) {
    definition = loaded;
    feedback.instrument = definition;
    requestAnimationFrame(showUnsent); // the element applies a property after the task that set it
  }
}

feedback.addEventListener("rapport-ready", showUnsent);
feedback.addEventListener("rapport-change", ({ detail }) => showOutcome(detail.outcome, "not sent"));
feedback.addEventListener("rapport-submit", ({ detail }) => showOutcome(detail.outcome, `sent as ${detail.status}`));
document.getElementById("again").addEventListener("click", () => {
  feedback.reset();
  showUnsent();
});
options.addEventListener("change", ({ target }) => {
  if (target.name === "lang") {
    feedback.lang = target.value;
  } else {
    loadExample();
  }
});

feedback.lang = options.elements.lang.value;
await loadExample();
// Only now, so that the form does not show the built-in instrument first.
await import("./rapport.js");
