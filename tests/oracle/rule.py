"""An independent implementation of the scoring rules, in exact fractions. 0.1 in a definition is exactly 1/10, so ties
stay ties."""
from decimal import Decimal, getcontext
from fractions import Fraction
from math import ceil, isqrt

HALF, FORMULA, NOT_APPLICABLE = Fraction(1, 2), "1.96 * sd * sqrt(2) * sqrt(1 - r)", "not-applicable"
getcontext().prec = 50

def rounded(value, decimals):
    """Rounds half away from zero. A Fraction has no negative zero."""
    size = Fraction(int(abs(value) * 10**decimals + HALF), 10**decimals)
    return size if value >= 0 else -size

def scale_of(instrument, item):
    return item["scale"] if "scale" in item else instrument["scale"]

def scores_of(scale):
    """Returns the score of each labelled point, or those of a slider's ends."""
    if "points" in scale:
        return [point.get("score", point["value"]) for point in scale["points"]]
    return [scale["min"], scale["max"]]

def ends_of(scale):
    return min(scores_of(scale)), max(scores_of(scale))

def subscales_of(item):
    named = item.get("subscale", [])
    return named if isinstance(named, list) else [named]

def keyed(instrument, item, answer):
    """Returns the score of an answer, turned around for a reversed item; None if it does not score."""
    scale = scale_of(instrument, item)
    if answer is None:
        return None
    if answer == NOT_APPLICABLE:
        score = item["notApplicable"].get("score")
    elif "points" in scale:
        score = {point["value"]: point.get("score", point["value"]) for point in scale["points"]}[answer]
    else:
        score = answer
    return sum(ends_of(scale)) - score if item.get("reverse", False) and score is not None else score

def position(instrument, items, answers, needed):
    """Returns the weighted mean position of the scored items, from 0 to 1; None without one, and with fewer than
    `needed` answers."""
    reached = possible = 0
    for item in items:
        score = keyed(instrument, item, answers[item["id"]])
        if score is not None:
            lowest, highest = ends_of(scale_of(instrument, item))
            reached += item.get("weight", 1) * (score - lowest)
            possible += item.get("weight", 1) * (highest - lowest)
    answered = sum(answers[item["id"]] is not None for item in items)
    return Fraction(reached) / possible if possible and answered >= needed else None

def final_range(part):
    return [part["table"][0][1], part["table"][-1][1]] if "table" in part else part["range"]

def placed(part, at, decimals):
    """Returns the score at a position: rounded, or that of the next whole raw score in the table."""
    if at is None:
        return None
    raw = part["range"][0] + (part["range"][1] - part["range"][0]) * at
    return dict(map(tuple, part["table"]))[ceil(raw)] if "table" in part else rounded(raw, decimals)

def band_of(bands, score):
    """Returns the last band at or below the rounded score."""
    reached = [band["id"] for band in bands if score is not None and band["from"] <= score]
    return reached[-1] if reached else None

def outcome_of(instrument, answers):
    """Returns the outcome. `none` needs every item, `prorate` minAnswered of those that count; a subscale needs all of
    its items, or ceil(minAnswered * its items / counting items). An item that does not apply is answered."""
    items, rule = instrument["items"], instrument["score"]
    decimals, better = rule.get("decimals", 1), rule.get("better", "high")
    counting = [item for item in items if item.get("counts", True)]
    def answered(part):
        return sum(answers[item["id"]] is not None for item in part)
    def needed(part):
        prorate = rule.get("missing", "none") == "prorate"
        return ceil(Fraction(rule["minAnswered"] * len(part), len(counting))) if prorate else len(part)
    subscales = []
    for sub in instrument.get("subscales", []):
        part = [item for item in items if sub["id"] in subscales_of(item)]
        score = placed(sub, position(instrument, part, answers, needed(part)), decimals)
        lo, hi = final_range(sub)
        subscales.append({"id": sub["id"], "score": score, "min": lo, "max": hi, "better": sub.get("better", better),
                          "answered": answered(part), "items": len(part), "band": band_of(sub.get("bands", []), score),
                          "prorated": score is not None and answered(part) < len(part)})
    total = percent = at = None
    lo, hi, incomplete = None, None, answered(counting) < len(counting)
    if "from" in rule:
        parts = [sub for sub in subscales if sub["id"] in rule["from"]["subscales"]]
        (lo, hi), incomplete = rule["range"], any(sub["prorated"] for sub in parts)
        if all(sub["score"] is not None for sub in parts):
            combined = Fraction(sum(sub["score"] for sub in parts))
            combined /= len(parts) if rule["from"]["as"] == "mean" else 1
            total, at = rounded(combined, decimals), Fraction(combined - lo) / (hi - lo)
    elif rule.get("total", True):
        lo, hi = final_range(rule)
        at = position(instrument, counting, answers, needed(counting))
        total = placed(rule, at, decimals)
    percent = None if at is None else rounded(100 * at, 1)
    outcome = {"total": total, "min": lo, "max": hi, "better": better, "percent": percent, "answered": answered(items),
               "items": len(items), "prorated": total is not None and incomplete, "subscales": subscales,
               "band": band_of(instrument.get("bands", []), total), "alerts": []}
    for alert in instrument.get("alerts", []):
        outcome["alerts"] += fired_by(alert, values_for(alert["scope"], instrument, answers, outcome))
    return outcome

def values_for(scope, instrument, answers, outcome):
    """Returns [(value, extra keys)] that an alert compares: rounded scores, or answers as scoring counts them."""
    kind, _, name = scope.partition(":")
    if scope == "total":
        return [(outcome["total"], {})]
    if kind == "subscale":
        return [(sub["score"], {}) for sub in outcome["subscales"] if sub["id"] == name]
    wanted = [item for item in instrument["items"] if scope == "any-item" or item["id"] == name]
    return [(keyed(instrument, item, answers[item["id"]]), {"item": item["id"]} if scope == "any-item" else {})
            for item in wanted]

def fired_by(alert, values):
    """Returns the alerts that fire: beyond the limit, if inclusive also at it, never on null; any-item once an item."""
    key = "above" if "above" in alert else "below"
    limit, inclusive, sign = alert[key], alert.get("inclusive", False), 1 if key == "above" else -1
    return [{"id": alert["id"], "scope": alert["scope"], "value": value, key: limit, "inclusive": inclusive, **more}
            for value, more in values
            if value is not None and (sign * (value - limit) > 0 or inclusive and value == limit)]

def threshold_of(sd, r):
    """Returns FORMULA to 50 digits."""
    square = 2 * (1 - Fraction(r))
    return Fraction("1.96") * sd * Fraction((Decimal(square.numerator) / square.denominator).sqrt())

def change_of(instrument, history, total):
    """Returns the change against the last total in the history, rounded; null without one, and without a total now."""
    past = [entry["total"] for entry in history if entry["total"] is not None]
    if not past or total is None:
        return None
    rule, given = instrument["score"], instrument.get("reliability", {})
    previous = rounded(past[-1], rule.get("decimals", 1))
    delta, threshold, reliable, inclusive = total - previous, None, None, given.get("inclusive", False)
    gain = -delta if rule.get("better", "high") == "low" else delta
    if given:
        threshold = given["threshold"] if "threshold" in given else threshold_of(given["sd"], given["r"])
        is_reliable = abs(gain) > threshold or inclusive and abs(gain) == threshold
        reliable = ("improved" if gain > 0 else "deteriorated") if is_reliable else "none"
    return {"previous": previous, "delta": delta, "sessions": len(past), "anyWorsening": gain < 0,
            "reliable": reliable, "threshold": threshold, "inclusive": inclusive, "sd": given.get("sd"),
            "r": given.get("r"), "formula": FORMULA if "sd" in given else None}

def same_scale(scales):
    """Returns whether all scales have the same values, whatever these are called and score."""
    def plain(scale):
        if "points" in scale:
            return [point["value"] for point in scale["points"]]
        return {"step": 1, **scale}
    return all(plain(scale) == plain(scales[0]) for scale in scales)

def quality_of(instrument, answers, history, duration, total):
    """Describes the answers as given; reversed items are not turned around, and items of different scales are not
    compared. sd is the sample's (n - 1): floor(10 sd + 1/2) / 10, exactly. bestStreak counts consecutive totals at the
    favourable end once rounded, this one and backwards."""
    given = [item for item in instrument["items"] if answers[item["id"]] not in (None, NOT_APPLICABLE)]
    comparable = same_scale([scale_of(instrument, item) for item in given])
    values = [answers[item["id"]] for item in given] if comparable else []
    asked, n, value_range, sd, streak = sum(a is not None for a in answers.values()), len(values), None, None, 0
    if n >= 2:
        value_range = max(values) - min(values)
        variance = Fraction(n * sum(v * v for v in values) - sum(values) ** 2, n * (n - 1))
        sd = Fraction((isqrt(int(400 * variance)) + 1) // 2, 10)
    rule = instrument["score"]
    if rule.get("total", True):
        best = final_range(rule)[rule.get("better", "high") == "high"]
        for past in [total] + [entry["total"] for entry in reversed(history)]:
            if past is None or rounded(past, rule.get("decimals", 1)) != best:
                break
            streak += 1
    return {"range": value_range, "sd": sd, "straightlining": n >= 3 and value_range == 0,
            "speeding": asked > 0 and duration < 2000 * asked,
            "secondsPerItem": rounded(Fraction(duration, 1000 * asked), 1) if asked else None, "bestStreak": streak}
