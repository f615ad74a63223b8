// The beginning of a form before the module runs, by the rules of src/form/configure.rs: the configurations that have
// one form, and the answers with which it starts.
import { NOT_APPLICABLE, toShortForm } from "../answers.js";
import { toJson } from "../json-copy.js";
import { hostData, isResponse } from "./content.js";
import { loadDraft } from "../draft-storage.js";

const definition = (config) => toJson(hostData(config, "instrument") ?? config.attributes.instrument);

// Returns whether the form goes on. A session id that arrives late is that of the form so far.
export const isSameForm = (before, after) =>
  [null, after.attributes.sessionId].includes(before.attributes.sessionId) && definition(before) === definition(after);

const readResponse = ({ value, notApplicable }) => (notApplicable ? NOT_APPLICABLE : (value ?? undefined));

// Returns the tab's draft; undefined if there is none that the module would restore.
export function readDraft(key, { reference, items }) {
  const draft = Object(loadDraft(key));
  const isOwn = toJson(draft.instrument) === toJson(reference) && draft.answers.length === items.length;
  return isOwn && items.every(({ id }, index) => draft.answers[index].item === id) ? draft : undefined;
}

// Returns an entry for each item: that of the draft, else one with the host's initial answer.
export function startEntries({ items, initial }, draft) {
  const given = Array.isArray(initial) ? toShortForm(initial.map(Object)) : initial;
  return items.map((item, index) => {
    const entry = draft?.answers[index] ?? {};
    const response = readResponse(entry);
    if (response === undefined ? entry.changes > 0 : isResponse(item, response)) {
      return { ...entry, response };
    }
    return isResponse(item, given[item.id]) ? { response: given[item.id], input: "script" } : {};
  });
}
