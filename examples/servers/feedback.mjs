// Verifies a result and stores it. Both servers beside it call this.
import { Instrument } from "rapport-feedback/server";
import { historyOf, personOf, save } from "./store.mjs";

const instrument = Instrument.builtIn("session");

export const MAX_BODY = 256 * 1024; // bytes; a result of 200 items has 25 KiB

// Returns the earlier totals for the page's `history`.
export function readHistory(request, sessionId) {
  const person = personOf(request, sessionId);
  return person ? { status: 200, body: historyOf(person, sessionId).map(({ outcome }) => ({ total: outcome.total })) } : { status: 404 };
}

// Stores the result in `body`, as text or bytes. Returns the HTTP status and, if the result is refused, the paths of its problems.
export function receive(request, sessionId, body) {
  const person = personOf(request, sessionId);
  if (!person) {
    return { status: 404 };
  }
  const { result, problems } = instrument.verify(body, { history: historyOf(person, sessionId) });
  // The values found and expected may be answers, so neither the response nor a log gets them.
  const paths = problems.map(({ path }) => path);
  const isOther = paths.some((path) => path.startsWith("result.instrument") || path === "result.schema");
  // Without `submittedAt` the person has not pressed Send.
  if (!result?.submittedAt || isOther || result.sessionId !== sessionId) {
    return { status: 422, body: { problems: paths } };
  }
  result.id = result.id.toLowerCase(); // a UUID is the same in capitals, and a key is not
  // `result` has the numbers of this server. Where the browser sent others, `paths` says so: a stale history does that.
  return { status: save(person, result, paths) ? 204 : 409 };
}
