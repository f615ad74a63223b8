"""An independent implementation of the scoring rules, in exact fractions, and a generator of random cases.

`python3 tests/oracle/cases.py COUNT SEED` prints COUNT lines, each a JSON object: a valid instrument, answers, history
and duration, with the outcome, change and quality expected of them. 0.1 in a definition is exactly 1/10, so ties stay
ties."""
import json
import random
import sys
from decimal import Decimal, getcontext
from fractions import Fraction
from itertools import count, islice
from math import gcd, isqrt

LIMIT, HALF, FORMULA = 1_000_000, Fraction(1, 2), "1.96 * sd * sqrt(2) * sqrt(1 - r)"
getcontext().prec = 50

def number(value):
    """Returns a Fraction as JSON's number: an integer if it is whole, else the nearest double."""
    return int(value) if value == int(value) else float(value)

def rounded(value, decimals):
    """Rounds half away from zero. A Fraction has no negative zero."""
    size = Fraction(int(abs(value) * 10**decimals + HALF), 10**decimals)
    return size if value >= 0 else -size

def keyed(item, value, scale):
    """Returns an answer as scoring counts it: min + max - v for a reversed item."""
    return scale["min"] + scale["max"] - value if item.get("reverse", False) else value

def score(items, answers, scale, bounds, decimals, needed, key):
    """Returns the weighted mean of the answered items, mapped onto `bounds`. The score is rounded once; the percent
    comes from the unrounded score. Both are null without answers, and with fewer than `needed`."""
    answered = [item for item in items if answers[item["id"]] is not None]
    value = percent = None
    if answered and len(answered) >= needed:
        reached = sum(item.get("weight", 1) * (keyed(item, answers[item["id"]], scale) - scale["min"])
                      for item in answered)
        possible = sum(item.get("weight", 1) * (scale["max"] - scale["min"]) for item in answered)
        value = rounded(bounds[0] + (bounds[1] - bounds[0]) * Fraction(reached) / possible, decimals)
        percent = rounded(100 * Fraction(reached) / possible, 1)
    return {key: value, "min": bounds[0], "max": bounds[1], "percent": percent, "answered": len(answered),
            "items": len(items), "prorated": value is not None and len(answered) < len(items)}

def outcome_of(instrument, answers):
    """Returns the outcome. `none` needs every item, `prorate` minAnswered of them; a subscale needs all of its items,
    or ceil(minAnswered * its items / all items). The band is the last one at or below the rounded total."""
    items, rule = instrument["items"], instrument["score"]
    def scored(part, bounds, key):
        prorate = rule.get("missing", "none") == "prorate"
        needed = -(-rule["minAnswered"] * len(part) // len(items)) if prorate else len(part)
        return score(part, answers, instrument["scale"], bounds, rule.get("decimals", 1), needed, key)
    outcome = {**scored(items, rule["range"], "total"), "subscales": [], "band": None, "alerts": []}
    for sub in instrument.get("subscales", []):
        part = [item for item in items if item.get("subscale") == sub["id"]]
        outcome["subscales"].append({"id": sub["id"], **scored(part, sub["range"], "score")})
        del outcome["subscales"][-1]["percent"]
    for band in instrument.get("bands", []):
        if outcome["total"] is not None and band["from"] <= outcome["total"]:
            outcome["band"] = band["id"]
    for alert in instrument.get("alerts", []):
        outcome["alerts"] += fired_by(alert, values_for(alert["scope"], instrument, answers, outcome))
    return outcome

def values_for(scope, instrument, answers, outcome):
    """Returns [(value, extra keys)] that an alert compares: rounded scores, or answers as scoring counts them."""
    kind, _, name = scope.partition(":")
    if kind in ("total", "subscale"):
        return [(outcome["total"], {})] if kind == "total" else [
            (sub["score"], {}) for sub in outcome["subscales"] if sub["id"] == name]
    wanted = [item for item in instrument["items"] if scope == "any-item" or item["id"] == name]
    return [(keyed(item, answers[item["id"]], instrument["scale"]), {"item": item["id"]} if kind == "any-item" else {})
            for item in wanted if answers[item["id"]] is not None]

def fired_by(alert, values):
    """Returns the alerts that fire: below the limit, if inclusive also at it, never on null; any-item once an item."""
    below, inclusive = alert["below"], alert.get("inclusive", False)
    return [{"id": alert["id"], "scope": alert["scope"], "value": value, "below": below, "inclusive": inclusive, **more}
            for value, more in values if value is not None and (value < below or inclusive and value == below)]

def threshold_of(sd, r):
    """Returns FORMULA to 50 digits."""
    square = 2 * (1 - Fraction(r))
    return Fraction("1.96") * sd * Fraction((Decimal(square.numerator) / square.denominator).sqrt())

def change_of(instrument, history, total):
    """Returns the change against the last total in the history, rounded; null without one, and without a total now."""
    past = [entry["total"] for entry in history if entry["total"] is not None]
    if not past or total is None:
        return None
    previous = rounded(past[-1], instrument["score"].get("decimals", 1))
    delta, threshold, reliable, reliability = total - previous, None, None, instrument.get("reliability", {})
    if reliability:
        threshold = threshold_of(reliability["sd"], reliability["r"])
        reliable = "deteriorated" if delta < -threshold else "improved" if delta > threshold else "none"
    return {"previous": previous, "delta": delta, "sessions": len(past), "anyWorsening": delta < 0,
            "reliable": reliable, "threshold": threshold, "sd": reliability.get("sd"), "r": reliability.get("r"),
            "formula": FORMULA if reliability else None}

def quality_of(instrument, answers, history, duration, total):
    """Describes the answers as given; reversed items are not turned around. sd is the sample's (n - 1):
    floor(10 sd + 1/2) / 10, exactly. bestStreak counts consecutive totals at the maximum once rounded, this one and
    backwards."""
    values, (_, hi) = [value for value in answers.values() if value is not None], instrument["score"]["range"]
    n, value_range, sd, streak = len(values), None, None, 0
    if n >= 2:
        value_range = max(values) - min(values)
        variance = Fraction(n * sum(v * v for v in values) - sum(values) ** 2, n * (n - 1))
        sd = Fraction((isqrt(int(400 * variance)) + 1) // 2, 10)
    for past in [total] + [entry["total"] for entry in reversed(history)]:
        if past is None or rounded(past, instrument["score"].get("decimals", 1)) != hi:
            break
        streak += 1
    return {"range": value_range, "sd": sd, "straightlining": n >= 3 and value_range == 0,
            "speeding": n > 0 and duration < 2000 * n,
            "secondsPerItem": rounded(Fraction(duration, 1000 * n), 1) if n else None, "bestStreak": streak}

def can_be_exact(instrument):
    """Returns whether total, percent and subscales are ratios of integers that a double represents exactly."""
    scale, sizes = instrument["scale"], []
    for part in [instrument["score"]] + instrument["subscales"]:
        weight = sum(i.get("weight", 1) for i in instrument["items"] if part.get("id") in (None, i.get("subscale")))
        size = sum(map(abs, part["range"])) * 10 ** instrument["score"].get("decimals", 1)
        sizes.append(max(size, 1000) * 1000 * weight * (scale["max"] - scale["min"]))
    return max(sizes) < 2**53

def some_text(rng, words):
    return {"en": words, "pt-BR": words + " ção", "ar": "نص"} if rng.random() < 0.1 else words

def some_id(rng, prefix, index):
    """Returns an id that is unique by its index, at times with unicode, spaces or colons."""
    return rng.choice([prefix] * 30 + ["ítem ", "心:", "item:", "a:b ", "🙂", "any-item "]) + str(index)

def some_scale(rng):
    usual = [(0, 1, 100), (0, 1, 3), (0, 1, 4), (1, 1, 4), (1, 1, 6), (-3, 1, 6), (0, 1, 1), (0, 5, 2), (0, 1, 16)]
    other = (rng.randint(-LIMIT, 0), rng.randint(1, 1000), rng.randint(1, 1000))
    lo, step, steps = rng.choice(usual * 2 + [(-50, 10, 10), (0, 1, 80), (-LIMIT, 1, 2 * LIMIT), other, other])
    return {"min": lo, "max": lo + step * steps, "step": step}

def some_items(rng, subscales):
    size = rng.choice([16, 32, rng.randint(13, 200)]) if rng.random() < 0.08 else rng.randint(1, 12)
    weighted, reversing, items = rng.random() < 0.4, rng.choice([0, 0.3, 0.3, 1]), []
    places = (subscales + [rng.choice(subscales + [None]) for _ in range(size)])[:size]
    for index, place in enumerate(rng.sample(places, size)):
        item = {"id": some_id(rng, "q", index), "text": some_text(rng, "How?"), "low": "less", "high": "more"}
        if rng.random() < max(reversing, 0.2):
            item["reverse"] = reversing > 0
        if weighted and rng.random() < 0.8:
            item["weight"] = Fraction(rng.choice([1000, 2000, 500, 100, 1, LIMIT, rng.randint(1, 5000)]), 1000)
        items.append({**item, "subscale": place} if place else item)
    return items

def some_answers(rng, items, scale):
    """Returns answers: all null, all at one end, all best, all worst, all but one equal, or any; at times with gaps."""
    lo, hi, step, odd = scale["min"], scale["max"], scale["step"], rng.choice(items)
    style = rng.choice(["null", "min", "max", "best", "best", "worst", "odd"] + ["any"] * 6)
    gap = rng.choice([0, 0, 0, 0.1, 0.5])
    same, answers = lo + step * rng.randrange((hi - lo) // step), {}
    for item in rng.sample(items, len(items)):
        fixed = {"min": lo, "max": hi, "best": keyed(item, hi, scale), "worst": keyed(item, lo, scale),
                 "odd": same + step if item is odd else same}
        value = fixed.get(style, lo + step * rng.randint(0, (hi - lo) // step))
        answers[item["id"]] = None if style == "null" or rng.random() < gap else value
    return answers

def some_range(rng, items, answers, scale, unit):
    """Returns a range, often one in which every other score that these items can reach is a tie when rounded."""
    weights = [int(1000 * item.get("weight", 1)) for item in items if answers[item["id"]] is not None]
    points = sum(weights) // gcd(0, *weights) * (scale["max"] - scale["min"]) // scale["step"] if weights else 1
    width = points // 2 * rng.choice([1, 1, 3, 7])
    lo = rng.choice([0, -width, -(width // 2), rng.randint(-5, 50)])
    if points % 2 == 0 and rng.random() < 0.6 and max(abs(lo), abs(lo + width)) * unit <= LIMIT:
        return [lo * unit, (lo + width) * unit]
    lo, hi = sorted(rng.sample(range(-999, 9999), 2))
    sums = [scale["min"] * len(items), scale["max"] * len(items)]
    return rng.choice([[lo * unit, hi * unit], [0, 40], [-10, 10], [-LIMIT, LIMIT],
                       sums if max(map(abs, sums)) <= LIMIT else [0, 100]])

def near(rng, value, bounds, unit, edge):
    """Returns a number within `bounds`: the value (chance `edge`), half or one unit beside it, an end, or any."""
    lo, hi = bounds
    if value is None or rng.random() < 0.2:
        value = rng.choice([lo, hi, lo + unit * rng.randint(0, (hi - lo) // unit)])
    elif rng.random() > edge:
        value += unit * rng.choice([-1, 1, HALF, -HALF])
    return min(max(value, lo), hi)

def some_history(rng, value, bounds, unit, decimals):
    """Returns a history. A total halfway between two roundings occurs only if its double is halfway, too."""
    totals = [near(rng, value, bounds, unit, 0.6) for _ in range(rng.randint(0, 6))]
    totals = [t if t / unit % 1 != HALF or Fraction(float(t)) == t else rounded(t, decimals) for t in totals]
    return [{"total": t if rng.random() < 0.85 else None} for t in totals]

def some_case(rng):
    """Returns a random case, or None if it is to be skipped."""
    scale, decimals, subs = some_scale(rng), rng.choice([0, 1, 1, 1, 2, 2, 3, 4, 5, 6]), rng.choice([0, 0, 1, 2, 3])
    items, unit = some_items(rng, [some_id(rng, "s", i) for i in range(subs)]), Fraction(1, 10**decimals)
    answers = some_answers(rng, items, scale)
    answered = sum(value is not None for value in answers.values())
    rule = {"range": some_range(rng, items, answers, scale, unit), "decimals": decimals,
            "missing": "prorate", "minAnswered": near(rng, answered or None, (1, len(items)), 1, 1)}
    if rng.random() < 0.5:
        rule = {"range": rule["range"], "decimals": decimals, "missing": "none"}
    instrument = {"id": "case", "version": "1.0.0", "title": some_text(rng, "A case"), "license": "CC0-1.0",
                  "attribution": "Generated", "validated": False, "scale": scale, "items": items, "score": rule,
                  "subscales": [], "bands": [], "alerts": []}
    for sub in dict.fromkeys(item["subscale"] for item in items if "subscale" in item):
        bounds = some_range(rng, [item for item in items if item.get("subscale") == sub], answers, scale, unit)
        instrument["subscales"].append({"id": sub, "title": some_text(rng, "A part"), "range": bounds})
    if not can_be_exact(instrument):
        return None
    reached = outcome_of(instrument, answers)
    total, bands = reached["total"], rng.choice([0, 0, 0, 1, 2, 3, 5, 20])
    for i, start in enumerate(sorted({near(rng, total, rule["range"], unit, 0.4) for _ in range(bands)})):
        instrument["bands"].append({"id": some_id(rng, "b", i), "from": start, "label": some_text(rng, "A band")})
    scopes = {"total": rule["range"], **{"subscale:" + sub["id"]: sub["range"] for sub in instrument["subscales"]}}
    for i in range(rng.choice([0, 0, 1, 2, 3, 4, 5, 50])):
        scope = rng.choice(list(scopes) + ["any-item", "item:" + rng.choice(items)["id"]])
        value = rng.choice(values_for(scope, instrument, answers, reached) or [(None, {})])[0]
        below = near(rng, value, scopes.get(scope, (scale["min"], scale["max"])), unit if scope in scopes else 1, 0.6)
        alert = {"id": some_id(rng, "a", i), "scope": scope, "below": below, "inclusive": rng.random() < 0.4}
        instrument["alerts"].append(alert)
    history = some_history(rng, rng.choice([total, total, rule["range"][1]]), rule["range"], unit, decimals)
    change = change_of(instrument, history, total)
    if rng.random() < 0.5:
        sd = Fraction(rng.randint(1, 30000), 1000)
        r = rng.choice([0, HALF, Fraction("0.95"), Fraction(rng.randint(0, 999), 1000)])
        if change and change["delta"] and rng.random() < 0.7:  # a threshold close to the change
            share = Fraction(rng.choice([90, 99, 101, 110]), 100)
            sd = rounded(abs(change["delta"]) / threshold_of(1, r) * share, 6) or sd
        if change and abs(abs(change["delta"]) / threshold_of(sd, r) - 1) < Fraction(1, 10**9):
            return None  # too close for doubles: the threshold is irrational
        instrument["reliability"] = {"sd": sd, "r": r, "source": "Made up for a test"}
    defaults = {"license": "CC0-1.0", "attribution": "Generated", "validated": False, "decimals": 1, "missing": "none",
                "subscales": [], "bands": [], "alerts": [], "inclusive": False}
    for part in [instrument, rule] + instrument["alerts"]:  # omit half of the defaults
        for key in [key for key in defaults if key in part and part[key] == defaults[key] and rng.random() < 0.5]:
            del part[key]
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
