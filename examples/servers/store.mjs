// Results in memory. In your server this is a table with the id as its key: docs/recipes/backend.sql.
const MAX_HISTORY = 1000;
const people = new Map([["a1b2", "person-1"], ["c3d4", "person-1"], ["a7b8", "person-1"], ["e5f6", "person-2"]]);
const stored = new Map();

// Returns the person of a session; undefined if there is none. This is the place of your login: an address is no secret, so
// return the person only if the cookie or the token in `request` is that person's.
export const personOf = (request, sessionId) => people.get(sessionId);

// Returns the results of a person that were stored before the first one of this session, oldest first: a form that is
// sent again is not compared with later sessions. A replaced entry of a Map keeps its place.
export function historyOf(person, sessionId) {
  const results = [...stored.values()].filter((entry) => entry.person === person).map(({ result }) => result);
  const own = results.findIndex((result) => result.sessionId === sessionId);
  return results.slice(0, own < 0 ? undefined : own).slice(-MAX_HISTORY);
}

// Stores a result by its id; a later attempt replaces an earlier one. Returns whether the result is stored, also if it
// was stored before.
export function save(person, result, differences) {
  const { result: known } = stored.get(result.id) ?? {};
  const isSameAttempt = known?.attempt === result.attempt;
  if (known && (known.sessionId !== result.sessionId || (isSameAttempt && !isEqual(known.answers, result.answers)))) {
    return false;
  }
  if (!known || result.attempt > known.attempt) {
    stored.set(result.id, { person, result, differences });
  }
  return true;
}

const isEqual = (one, other) => JSON.stringify(one) === JSON.stringify(other);
