// A therapist's page: it hands stored results to <rapport-trend>. A host would fetch them from its own server.
const trend = document.getElementById("trend");
const WEEK_MS = 7 * 24 * 3600 * 1000;
const FIRST_SESSION = Date.UTC(2026, 0, 5, 9, 30);

const TOTALS = [62, 58, 40, 44, null, 52, 61, 66, 70, 64, 78, 81]; // the client skipped the fifth form
const BOND_ITEMS = ["safe", "understood", "together", "open", "helpful"];
const STRAIN = ["333232", "323222", "223222", "", "2221-1", "1121--", "111111", "101110", "333332", "111010", "011000", "001000"];

// Wording, range and reliability are this page's own: it shows what a definition can have.
const instrument = {
  id: "strain",
  version: "1",
  title: "Strain in the last week",
  scale: { points: ["Never", "Some days", "Most days", "Every day"].map((label, value) => ({ value, label })) },
  items: ["sleep", "body", "appetite", "worry", "focus", "mood"].map((id, index) => ({
    id,
    text: `In the last week, was your ${id} a strain?`,
    subscale: [index < 3 ? "body" : "mind"],
  })),
  subscales: [
    { id: "body", title: "Body", range: [0, 9] },
    { id: "mind", title: "Mind", range: [0, 9] },
  ],
  score: { range: [0, 18], better: "low", missing: "prorate", minAnswered: 4 },
  alerts: [{ id: "top", scope: "total", above: 14 }],
  reliability: { sd: 4, r: 0.85, source: "Made up for this page" },
};

const timeOf = (week) => new Date(FIRST_SESSION + week * WEEK_MS).toISOString();

function result(instrument, week, answers) {
  const at = timeOf(week);
  return {
    schema: "rapport/1",
    id: `${instrument.id}-${week}`,
    attempt: 1,
    sessionId: `session-${week}`,
    instrument,
    lang: "en",
    status: "complete",
    startedAt: at,
    submittedAt: at,
    answers: answers.map(([item, value]) => ({ item, value, firstInteractionMs: 900, changes: 1, input: "mouse" })),
  };
}

const bond = TOTALS.map((total, week) =>
  total === null
    ? { at: timeOf(week), sessionId: `session-${week}`, status: "skipped" }
    : result({ id: "session", version: "1.0.0" }, week, BOND_ITEMS.map((item, index) => [item, total + 3 * (index - 2)])),
);
const strain = STRAIN.flatMap((answers, week) => {
  const value = (letter) => (letter === "-" ? null : Number(letter));
  const { id, version, items } = instrument;
  return answers ? [result({ id, version }, week, items.map((item, index) => [item.id, value(answers[index])]))] : [];
});

for (const name of ["rapport-trend-ready", "rapport-trend-select", "rapport-error"]) {
  trend.addEventListener(name, ({ detail }) => {
    document.getElementById("last").textContent = `${name} ${JSON.stringify(detail)}`;
    document.getElementById("notes").textContent = trend.toText();
  });
}
document.getElementById("options").addEventListener("change", ({ target }) => {
  trend.setAttribute(target.name, target.value);
  document.getElementById("notes").textContent = trend.toText();
});

trend.instruments = [instrument];
trend.events = [{ at: timeOf(6), label: "New medication" }];
trend.results = [...bond, ...strain];
