// Answers in their short form, as definitions of a host and events have them.

export const NOT_APPLICABLE = "not-applicable";

// Returns the answers of a result by item id. `entries` are those of the result.
export const toShortForm = (entries) =>
  Object.fromEntries(entries.map(({ item, value, notApplicable }) => [item, notApplicable ? NOT_APPLICABLE : value]));
