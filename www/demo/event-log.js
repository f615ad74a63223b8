// Lists the events that the host page receives, the newest first: a summary of each, and its whole detail.
const EVENTS = ["ready", "open", "close", "input", "change", "submit", "saved", "save-failed", "dismiss", "error"];

const answer = ({ value, notApplicable }) => value ?? (notApplicable ? "not applicable" : "cleared");
const answered = ({ outcome }) => `${outcome.answered} of ${outcome.items} answered`;
const score = ({ outcome: { total, max } }) => (total === null ? "no total" : `total ${total} of ${max}`);

const SUMMARIES = {
  ready: ({ instrument }) => `“${instrument.id}” ${instrument.version} can be answered`,
  open: () => "the dialog is open",
  close: ({ sent, stored }) => `the dialog is closed, ${sent ? "sent" : "not sent"}${stored ? " and stored" : ""}`,
  input: ({ item, value }) => `${item} moves to ${value}`,
  change: (detail) => `${detail.item} is ${answer(detail)}; ${answered(detail)}, ${score(detail)}`,
  submit: (detail) => `attempt ${detail.attempt}: ${detail.status}, ${answered(detail)}, ${score(detail)}`,
  saved: ({ attempt }) => `stored at attempt ${attempt}`,
  "save-failed": ({ attempt, message }) => `attempt ${attempt}: ${message}`,
  dismiss: ({ reason, result }) => `reason ${reason}${result ? `; ${answered(result)}` : ""}`,
  error: ({ code, message }) => `${code}: ${message}`,
};

export function logEvents(target, list) {
  for (const name of EVENTS) {
    target.addEventListener(`rapport-${name}`, ({ detail }) => addEntry(list, name, detail));
  }
}

function addEntry(list, name, detail) {
  const newest = list.firstElementChild;
  if (name === "input" && newest?.dataset.name === `input ${detail.item}`) {
    newest.remove(); // a drag of many steps gets one entry
  }
  const entry = document.createElement("li");
  entry.dataset.name = name === "input" ? `input ${detail.item}` : name;
  const details = document.createElement("details");
  const summary = document.createElement("summary");
  const title = document.createElement("code");
  title.textContent = `rapport-${name}`;
  summary.append(title, " ", SUMMARIES[name](detail));
  const json = document.createElement("pre");
  json.textContent = JSON.stringify(detail, null, 2);
  details.append(summary, json);
  entry.append(details);
  list.prepend(entry);
}

for (const list of document.querySelectorAll("[data-log]")) {
  logEvents(document.getElementById(list.dataset.log), list);
}
