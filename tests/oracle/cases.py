"""A generator of random cases with the scores that `rule.py` expects.

`python3 tests/oracle/cases.py COUNT SEED` prints COUNT lines, each a JSON object: a valid instrument, answers, history
and duration, with the outcome, change and quality expected of them."""
import json
import random
import sys
from fractions import Fraction
from itertools import count, islice

sys.dont_write_bytecode = True  # the tests leave no files beside the sources

from instruments import (can_be_exact, near, some_answers, some_bounds, some_combination, some_id, some_items,
                         some_scale, some_text)
from rule import (HALF, change_of, ends_of, final_range, outcome_of, quality_of, rounded, scale_of, subscales_of,
                  threshold_of, values_for)

def number(value):
    """Returns a Fraction as JSON's number: an integer if it is whole, else the nearest double."""
    return int(value) if value == int(value) else float(value)

def some_history(rng, value, bounds, unit, decimals):
    """Returns a history. A total halfway between two roundings occurs only if its double is halfway, too."""
    size = rng.randint(0, 6)
    if bounds is None:
        return [{"total": None}] * size
    totals = [near(rng, value, bounds, unit, 0.6) for _ in range(size)]
    totals = [t if t / unit % 1 != HALF or Fraction(float(t)) == t else rounded(t, decimals) for t in totals]
    return [{"total": t if rng.random() < 0.85 else None} for t in totals]

def some_frame(rng):
    """Returns an instrument with items, and without scores."""
    scale = some_scale(rng)
    subscales = [some_id(rng, "s", index) for index in range(rng.choice([0, 0, 1, 2, 3]))]
    sections = [some_id(rng, "g", index) for index in range(rng.choice([0, 0, 0, 1, 2]))]
    items = some_items(rng, scale, subscales, sections)
    frame = {"id": "case", "version": "1.0.0", "title": some_text(rng, "A case"), "license": "CC0-1.0",
             "attribution": "Generated", "validated": False, "scale": scale, "items": items,
             "subscales": [], "bands": [], "alerts": []}
    if rng.random() < 0.2:
        frame["lead"] = some_text(rng, "In the last week")
    used = dict.fromkeys(item["section"] for item in items if "section" in item)
    if used:
        frame["sections"] = [{"id": section, "text": some_text(rng, "A section")} for section in used]
    if not any(item.get("counts", True) for item in items):
        items[0]["counts"] = True
    if all("scale" in item for item in items):
        del frame["scale"]
    return frame

def some_scores(rng, instrument, answers, decimals, unit):
    """Adds subscales and a rule for the total."""
    items = instrument["items"]
    for sub in dict.fromkeys(sub for item in items for sub in subscales_of(item)):
        part = [item for item in items if sub in subscales_of(item)]
        instrument["subscales"].append({"id": sub, "title": some_text(rng, "A part"),
                                        **some_bounds(rng, instrument, part, answers, unit)})
        if rng.random() < 0.3:
            instrument["subscales"][-1]["better"] = rng.choice(["high", "low"])
    counting = [item for item in items if item.get("counts", True)]
    answered = sum(answers[item["id"]] is not None for item in counting)
    rule, kind = None, rng.random()
    if kind < 0.1:
        rule = {"total": False}
    elif kind < 0.55 and instrument["subscales"]:
        rule = some_combination(rng, instrument["subscales"], unit)
    rule = rule or some_bounds(rng, instrument, counting, answers, unit)
    if rng.random() < 0.05:
        rule.setdefault("total", True)
    rule.update(decimals=decimals, better=rng.choice(["high", "low"]), missing="none")
    if rng.random() < 0.65:
        least = near(rng, answered or None, (1, len(counting)), 1, 1)
        rule.update(missing="prorate", minAnswered=rng.choice([least, least, 1]))
    instrument["score"] = rule

def some_bands(rng, score, bounds, unit):
    starts = {near(rng, score, bounds, unit, 0.4) for _ in range(rng.choice([0, 0, 0, 1, 2, 3, 5, 20]))}
    return [{"id": some_id(rng, "b", index), "from": start, "label": some_text(rng, "A band")}
            for index, start in enumerate(sorted(starts))]

def some_alerts(rng, instrument, answers, reached, unit):
    scopes = {"subscale:" + sub["id"]: final_range(sub) for sub in instrument["subscales"]}
    if instrument["score"].get("total", True):
        scopes["total"] = final_range(instrument["score"])
    ends = {item["id"]: ends_of(scale_of(instrument, item)) for item in instrument["items"]}
    hull = min(lo for lo, _ in ends.values()), max(hi for _, hi in ends.values())
    for index in range(rng.choice([0, 0, 1, 2, 3, 4, 5, 50])):
        item = rng.choice(list(ends))
        scope = rng.choice(list(scopes) + ["any-item", "item:" + item])
        value = rng.choice(values_for(scope, instrument, answers, reached) or [(None, {})])[0]
        bounds = scopes.get(scope, hull if scope == "any-item" else ends[item])
        limit = near(rng, value, bounds, unit if scope in scopes else 1, 0.6)
        instrument["alerts"].append({"id": some_id(rng, "a", index), "scope": scope,
                                     rng.choice(["below", "above"]): limit, "inclusive": rng.random() < 0.4})

def some_reliability(rng, change, unit):
    """Returns a reliability, often close to the change; None if it is too close for doubles."""
    delta = abs(change["delta"]) if change else 0
    if rng.random() < 0.5:
        threshold = near(rng, delta or None, (unit, max(delta, 100 * unit)), unit, 0.8)
        return {"threshold": threshold, "inclusive": rng.random() < 0.5, "source": "Made up for a test"}
    sd = Fraction(rng.randint(1, 30000), 1000)
    r = rng.choice([0, HALF, Fraction("0.95"), Fraction(rng.randint(0, 999), 1000)])
    if delta and rng.random() < 0.7:
        share = Fraction(rng.choice([90, 99, 101, 110]), 100)
        sd = rounded(delta / threshold_of(1, r) * share, 6) or sd
    if delta and abs(delta / threshold_of(sd, r) - 1) < Fraction(1, 10**9):
        return None  # the threshold is irrational
    return {"sd": sd, "r": r, "source": "Made up for a test"}

def omit_defaults(rng, instrument):
    """Omits half of the defaults."""
    defaults = {"license": "CC0-1.0", "attribution": "Generated", "validated": False, "decimals": 1, "missing": "none",
                "better": "high", "subscales": [], "bands": [], "alerts": [], "inclusive": False}
    parts = [instrument, instrument["score"], instrument.get("reliability", {})] + instrument["alerts"]
    for part in parts:
        for key in [key for key in defaults if key in part and part[key] == defaults[key] and rng.random() < 0.5]:
            del part[key]

def some_case(rng):
    """Returns a random case, or None if it is to be skipped."""
    decimals = rng.choice([0, 1, 1, 1, 2, 2, 3, 4, 5, 6])
    unit = Fraction(1, 10**decimals)
    instrument = some_frame(rng)
    answers = some_answers(rng, instrument)
    some_scores(rng, instrument, answers, decimals, unit)
    if not can_be_exact(instrument):
        return None
    reached = outcome_of(instrument, answers)
    total, rule = reached["total"], instrument["score"]
    bounds = final_range(rule) if rule.get("total", True) else None
    if bounds:
        instrument["bands"] = some_bands(rng, total, bounds, unit)
    for sub, score in zip(instrument["subscales"], reached["subscales"]):
        if rng.random() < 0.4:
            sub["bands"] = some_bands(rng, score["score"], final_range(sub), unit)
    some_alerts(rng, instrument, answers, reached, unit)
    history = some_history(rng, rng.choice([total, total, bounds and rng.choice(bounds)]), bounds, unit, decimals)
    if bounds and rng.random() < 0.75:
        instrument["reliability"] = some_reliability(rng, change_of(instrument, history, total), unit)
        if not instrument["reliability"]:
            return None
    omit_defaults(rng, instrument)
    answered = reached["answered"]
    limit, tenths = 2000 * answered, 50 * answered * rng.randint(1, 400)
    duration = rng.choice([0, limit, max(0, limit - 1), tenths, rng.randint(1, 99999)])
    return {"instrument": instrument, "answers": answers, "history": history, "durationMs": duration,
            "outcome": outcome_of(instrument, answers), "change": change_of(instrument, history, total),
            "quality": quality_of(instrument, answers, history, duration, total)}

if __name__ == "__main__":
    generator = random.Random(int(sys.argv[2]))
    cases = filter(None, (some_case(generator) for _ in count()))
    for case in islice(cases, int(sys.argv[1])):
        print(json.dumps(case, default=number))
