// The frame with a submit URL: the server gets the result, and the page gets no answer, nor anything that reveals one.
import { SAVE_TIMEOUT_MS } from "../element/async.js";
import { errorMessage, toJson } from "../element/json-copy.js";

// The members of event details that contain no answer.
const DETAIL_KEYS = [
  "item",
  "id",
  "attempt",
  "status",
  "sessionId",
  "instrument",
  "version",
  "reason",
  "sent",
  "stored",
  "message",
  "code",
  "fatal",
  "problems",
];
// The strings that phrase an answer: a text of another length would reveal it by the height of the frame.
const ANSWER_TEXTS = ["value", "valueAt", "valueNear"];
const MAX_KEEPALIVE_BYTES = 5e4; // browsers refuse to keep requests alive above 64 KiB in total

// Filters the events for the page.
export class EventFilter {
  #answered = new Map(); // by item

  // Returns the detail for the page; undefined if the page must not get the event.
  filter(name, detail) {
    if (name === "rapport-input") {
      return undefined; // the number of moves of a slider would reveal how far it moved
    }
    if (name === "rapport-change") {
      const isAnswered = detail.value !== null;
      if (this.#answered.get(detail.item) === isAnswered) {
        return undefined;
      }
      this.#answered.set(detail.item, isAnswered);
    }
    return Object.fromEntries(DETAIL_KEYS.filter((key) => detail[key] !== undefined).map((key) => [key, detail[key]]));
  }

  // Forgets the answers of a form that has begun again.
  reset() {
    this.#answered.clear();
  }
}

// Returns a configuration without the page's phrasing of answers.
export function withoutAnswerTexts(config) {
  for (const { strings } of [config.properties, Object(config.script)]) {
    ANSWER_TEXTS.forEach((key) => strings && delete strings[key]);
  }
  return config;
}

// Resolves to true once the server has stored the result; rejects with a message.
export async function postResult(url, result) {
  const body = toJson(result);
  let response;
  try {
    response = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body,
      redirect: "error", // a redirect to a login page would end in status 200
      keepalive: body.length < MAX_KEEPALIVE_BYTES, // the respondent may leave the page meanwhile
      signal: AbortSignal.timeout(SAVE_TIMEOUT_MS),
    });
  } catch (error) {
    throw errorMessage(error);
  }
  if (!response.ok) {
    throw `${response.url}: status ${response.status}, expected 200 to 299`;
  }
  return true;
}
