// Verifies a result and stores it. Both servers beside it call this.
import { Instrument } from "rapport-feedback/server";
import { historyOf, personOf, save } from "./store.mjs";

const instrument = Instrument.builtIn("session");

export const MAX_BODY = 256 * 1024; // bytes; a result of 200 items has 25 KiB

// Returns the earlier totals for the page's `history`.
export function readHistory(sessionId) {
  const person = personOf(sessionId);
  return person ? { status: 200, body: historyOf(person, sessionId).map(({ outcome }) => ({ total: outcome.total })) } : { status: 404 };
}

// Stores the result in `body`, a text. Returns the HTTP status and, if the result is refused, the paths of its problems.
export function receive(sessionId, body) {
  const person = personOf(sessionId);
  if (!person) {
    return { status: 404 };
  }
  const { result, problems } = instrument.verify(body, { history: historyOf(person, sessionId) });
  // The values found and expected may be answers, so neither the response nor a log gets them.
  const paths = problems.map(({ path }) => path);
  const isOther = paths.some((path) => path.startsWith("result.instrument") || path === "result.schema");
  if (!result || isOther || result.sessionId !== sessionId) {
    return { status: 422, body: { problems: paths } };
  }
  // `result` has the numbers of this server. Where the browser sent others, `paths` says so: a stale history does that.
  return { status: save(person, result, paths) ? 204 : 409 };
}
