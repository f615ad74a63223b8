// Writes what the host page hears into a list, the newest first, in words; the whole detail is folded below.
const EVENTS = ["ready", "open", "input", "change", "submit", "saved", "save-failed", "dismiss", "error"];

const answered = ({ outcome }) => `${outcome.answered} of ${outcome.items} answered`;
const score = ({ outcome: { total, max } }) => (total === null ? "no total" : `total ${total} of ${max}`);

const WORDS = {
  ready: ({ instrument }) => `“${instrument.id}” ${instrument.version} can be answered`,
  open: () => "the dialog is up",
  input: ({ item, value }) => `${item} moves to ${value}`,
  change: (detail) => `${detail.item} is ${detail.value ?? "cleared"}; ${answered(detail)}, ${score(detail)}`,
  submit: (detail) => `attempt ${detail.attempt}: ${detail.status}, ${answered(detail)}, ${score(detail)}`,
  saved: ({ attempt }) => `stored at attempt ${attempt}`,
  "save-failed": ({ attempt, message }) => `attempt ${attempt}: ${message}`,
  dismiss: ({ reason, result }) => `by ${reason}${result ? `; ${answered(result)}` : ""}`,
  error: ({ code, message }) => `${code}: ${message}`,
};

export function hear(target, list) {
  for (const name of EVENTS) {
    target.addEventListener(`rapport-${name}`, ({ detail }) => write(list, name, detail));
  }
}

function write(list, name, detail) {
  const newest = list.firstElementChild;
  if (name === "input" && newest?.dataset.name === `input ${detail.item}`) {
    newest.remove(); // a drag is one line, however many steps it takes
  }
  const line = document.createElement("li");
  line.dataset.name = name === "input" ? `input ${detail.item}` : name;
  const fold = document.createElement("details");
  const summary = document.createElement("summary");
  const title = document.createElement("code");
  title.textContent = `rapport-${name}`;
  summary.append(title, " ", WORDS[name](detail));
  const whole = document.createElement("pre");
  whole.textContent = JSON.stringify(detail, null, 2);
  fold.append(summary, whole);
  line.append(fold);
  list.prepend(line);
}

for (const list of document.querySelectorAll("[data-hear]")) {
  hear(document.getElementById(list.dataset.hear), list);
}
