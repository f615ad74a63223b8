// Dates and numbers in the reader's language and time zone, by `Intl`. Each formatter is made once.

// In the order of `DateForm` in src/trend/locale.rs.
const DATE_FORMS = [
  { day: "numeric", month: "short", year: "numeric" },
  { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" },
  { day: "numeric", month: "short" },
  { month: "short", year: "numeric" },
  { year: "numeric" },
];
// In the order of `Plural` in the same file.
const PLURALS = ["zero", "one", "two", "few", "many", "other"];
const CLOCK = {
  year: "numeric",
  month: "numeric",
  day: "numeric",
  hour: "numeric",
  minute: "numeric",
  second: "numeric",
  hourCycle: "h23",
};
const LAST_INSTANT = 8.64e15; // of a Date

// Returns what `make` returns for a value that the browser knows, else for none.
function withFallback(make, value) {
  try {
    return [make(value), true];
  } catch {
    return [make(undefined), false];
  }
}

const isInstant = (at) => Math.abs(at) <= LAST_INSTANT;

// Returns the formats of a language in a time zone. A browser that knows one of them not takes its own.
export function createFormats(locale, timeZone) {
  const [clock, isZoneKnown] = withFallback(
    (zone) => new Intl.DateTimeFormat("en-u-ca-gregory-nu-latn", { ...CLOCK, timeZone: zone }),
    timeZone || undefined,
  );
  const zone = isZoneKnown && timeZone ? timeZone : clock.resolvedOptions().timeZone;
  const [numbers, isLocaleKnown] = withFallback((tag) => new Intl.NumberFormat(tag, { maximumFractionDigits: 6 }), locale);
  const known = isLocaleKnown ? locale : "en";
  const plurals = new Intl.PluralRules(known);
  const dates = [];
  return {
    locale,
    timeZone,
    zone,
    isZoneKnown,
    wallClock(at) {
      if (!isInstant(at)) {
        return at;
      }
      const parts = Object.fromEntries(clock.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
      const { year, month, day, hour, minute, second } = parts;
      return Date.UTC(year, month - 1, day, hour, minute, second) + (((at % 1000) + 1000) % 1000);
    },
    date(at, form) {
      dates[form] ??= new Intl.DateTimeFormat(known, { ...DATE_FORMS[form], timeZone: zone });
      return isInstant(at) ? dates[form].format(at) : "";
    },
    number: (value) => numbers.format(value + 0), // without the sign of a negative zero
    plural: (count) => PLURALS.indexOf(plurals.select(count)),
  };
}
