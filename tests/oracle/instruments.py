"""Random definitions with all kinds of scales, items and scores."""
from fractions import Fraction
from math import gcd

from rule import HALF, NOT_APPLICABLE, ends_of, final_range, scale_of, scores_of, subscales_of

LIMIT = 1_000_000

def some_text(rng, words):
    return {"en": words, "pt-BR": words + " ção", "ar": "نص"} if rng.random() < 0.1 else words

def some_id(rng, prefix, index):
    """Returns an id that is unique by its index, at times with unicode, spaces or colons."""
    return rng.choice([prefix] * 30 + ["ítem ", "心:", "item:", "a:b ", "🙂", "any-item "]) + str(index)

def some_slider(rng):
    usual = [(0, 1, 100), (0, 1, 3), (0, 1, 4), (1, 1, 4), (1, 1, 6), (-3, 1, 6), (0, 1, 1), (0, 5, 2), (0, 1, 16)]
    other = (rng.randint(-LIMIT, 0), rng.randint(1, 1000), rng.randint(1, 1000))
    lo, step, steps = rng.choice(usual * 2 + [(-50, 10, 10), (0, 1, 80), (-LIMIT, 1, 2 * LIMIT), other, other])
    return {"min": lo, "max": lo + step * steps, **({} if step == 1 and rng.random() < 0.5 else {"step": step})}

def some_points(rng):
    """Returns labelled points: as usual, with gaps or without zero; scores as values, or any that are not all equal."""
    size = rng.randint(2, 11)
    values = rng.choice([range(size), range(1, size + 1), range(0, 2 * size, 2), [-3, -2, -1, 1, 2, 3],
                         sorted(rng.sample(range(-50, 100), size)), sorted(rng.sample(range(-LIMIT, LIMIT), size))])
    points = [{"value": value, "label": some_text(rng, f"Point {value}")} for value in values]
    style = rng.choice(["value", "value", "any", "some", "reversed"])
    for point in points:
        if style == "any" or style == "some" and rng.random() < 0.5:
            point["score"] = rng.choice([point["value"], rng.randint(-10, 20), rng.randint(0, 4)])
        elif style == "reversed":
            point["score"] = -point["value"]
    if len(set(scores_of({"points": points}))) == 1:
        points[0]["score"] = scores_of({"points": points})[0] - 1
    return {"points": points}

def some_scale(rng):
    return some_points(rng) if rng.random() < 0.45 else some_slider(rng)

def with_defaults(scale):
    """Returns the same scale with its defaults written out."""
    if "points" in scale:
        return {"points": [{**point, "score": point.get("score", point["value"])} for point in scale["points"]]}
    return {**scale, "step": scale.get("step", 1)}

def some_value(rng, scale):
    if "points" in scale:
        return rng.choice(scale["points"])["value"]
    step = scale.get("step", 1)
    return scale["min"] + step * rng.randint(0, (scale["max"] - scale["min"]) // step)

def some_items(rng, scale, subscales, sections):
    size = rng.choice([16, 32, rng.randint(13, 200)]) if rng.random() < 0.08 else rng.randint(1, 12)
    weighted, reversing, items = rng.random() < 0.4, rng.choice([0, 0.3, 0.3, 1]), []
    own, outside, inapplicable = (rng.choice([0, 0, share]) for share in (0.4, 0.3, 0.5))
    places = (subscales + [rng.choice(subscales + [None]) for _ in range(size)])[:size]
    scales = rng.choice([[some_scale(rng) for _ in range(2)], [scale, with_defaults(scale)]])
    for index, place in enumerate(rng.sample(places, size)):
        item = {"id": some_id(rng, "q", index), "text": some_text(rng, "How?")}
        if rng.random() < own:
            item["scale"] = rng.choice(scales)
        if "points" not in item.get("scale", scale):
            item.update(low="less", high="more")
        if rng.random() < max(reversing, 0.2):
            item["reverse"] = reversing > 0
        if weighted and rng.random() < 0.8:
            item["weight"] = Fraction(rng.choice([1000, 2000, 500, 100, 1, LIMIT, rng.randint(1, 5000)]), 1000)
        if place:
            more = [sub for sub in subscales if sub != place and rng.random() < 0.2]
            item["subscale"] = [place] + more if more or rng.random() < 0.1 else place
        if rng.random() < max(outside, 0.05):
            item["counts"] = outside == 0 or index == 0
        if rng.random() < inapplicable:
            item["notApplicable"] = {"label": some_text(rng, "Does not apply")}
            if rng.random() < 0.5:
                item["notApplicable"]["score"] = rng.randint(*ends_of(item.get("scale", scale)))
        if sections and rng.random() < 0.7:
            item["section"] = rng.choice(sections)
        items.append(item)
    return items

def some_answers(rng, instrument):
    """Returns answers: all null, at one end, best, worst, all but one equal, or any; at times with gaps."""
    items, same = instrument["items"], {}
    odd = rng.choice(items)
    style = rng.choice(["null", "first", "last", "best", "best", "worst", "odd", "inapplicable"] + ["any"] * 7)
    gap, answers = rng.choice([0, 0, 0.1, 0.2, 0.5]), {}
    inapplicable = 1 if style == "inapplicable" else rng.choice([0, 0.2, 0.5])
    for item in rng.sample(items, len(items)):
        scale = scale_of(instrument, item)
        values = [p["value"] for p in scale["points"]] if "points" in scale else [scale["min"], scale["max"]]
        by_score = dict(zip(scores_of(scale), values))
        wants_high = (style == "best") != item.get("reverse", False)
        value = some_value(rng, scale)
        if style in ("first", "last"):
            value = values[0 if style == "first" else -1]
        elif style in ("best", "worst"):
            value = by_score[ends_of(scale)[wants_high]]
        elif style == "odd" and item is not odd:
            value = same.setdefault(str(scale), value)
        if "notApplicable" in item and rng.random() < inapplicable:
            value = NOT_APPLICABLE
        answers[item["id"]] = None if style == "null" or rng.random() < gap else value
    return answers

def grain_of(scale):
    """Returns the distance that divides all differences of the scale's scores."""
    if "points" in scale:
        return gcd(*(score - ends_of(scale)[0] for score in scores_of(scale)))
    return scale.get("step", 1)

def some_range(rng, instrument, items, answers, unit):
    """Returns a range, often one in which every other score that these items can reach is a tie when rounded."""
    spans, grains = [], []
    for item in items:
        scale = scale_of(instrument, item)
        if answers[item["id"]] is not None:
            weight, (lo, hi) = int(1000 * item.get("weight", 1)), ends_of(scale)
            spans.append(weight * (hi - lo))
            grains.append(weight * grain_of(scale))
    points = sum(spans) // gcd(*grains) if spans else 1
    width = points // 2 * rng.choice([1, 1, 3, 7])
    lo = rng.choice([0, -width, -(width // 2), rng.randint(-5, 50)])
    if width and points % 2 == 0 and rng.random() < 0.6 and max(abs(lo), abs(lo + width)) * unit <= LIMIT:
        return [lo * unit, (lo + width) * unit]
    lo, hi = sorted(rng.sample(range(-999, 9999), 2))
    sums = [sum(ends_of(scale_of(instrument, item))[end] for item in items) for end in (0, 1)]
    return rng.choice([[lo * unit, hi * unit], [0, 40], [-10, 10], [-LIMIT, LIMIT],
                       sums if max(map(abs, sums)) <= LIMIT else [0, 100]])

def some_bounds(rng, instrument, items, answers, unit):
    """Returns a range, at times one of whole numbers with a table: scores that never fall."""
    bounds = some_range(rng, instrument, items, answers, unit)
    if rng.random() > 0.2:
        return {"range": bounds}
    if any(end % 1 for end in bounds) or bounds[1] - bounds[0] > (1000 if rng.random() < 0.02 else 60):
        lo = rng.randint(-10, 10)
        bounds = [lo, lo + rng.randint(1, 40)]
    score, table = rng.randint(-500, 500) * unit, []
    for raw in range(int(bounds[0]), int(bounds[1]) + 1):
        table.append([raw, score])
        score += unit * rng.choice([0, 1, 7, rng.randint(0, 90)])
    if table[0][1] == table[-1][1]:
        table[-1][1] += unit
    return {"range": bounds, "table": table}

def some_combination(rng, subscales, unit):
    """Returns the total of some subscales: the sum, or the mean if the range has no more decimals; None if too large."""
    chosen = rng.sample(subscales, rng.randint(1, len(subscales)))
    sums = [sum(final_range(sub)[end] for sub in chosen) for end in (0, 1)]
    means = [Fraction(end) / len(chosen) for end in sums]
    is_mean = rng.random() < 0.6 and not any(mean / unit % 1 for mean in means)
    bounds = means if is_mean else sums
    if max(map(abs, bounds)) > LIMIT:
        return None
    return {"range": bounds, "from": {"subscales": [sub["id"] for sub in chosen], "as": "mean" if is_mean else "sum"}}

def can_be_exact(instrument):
    """Returns whether total, percent and subscales are ratios of integers that a double represents exactly."""
    sizes, decimals = [0], instrument["score"].get("decimals", 1)
    for part in [instrument["score"]] + instrument["subscales"]:
        weight = 0
        for item in instrument["items"]:
            if "id" not in part or part["id"] in subscales_of(item):
                lo, hi = ends_of(scale_of(instrument, item))
                weight += item.get("weight", 1) * (hi - lo)
        size = sum(map(abs, part.get("range", [0]))) * 10**decimals
        sizes.append(max(size, 1000) * 1000 * weight)
    return max(sizes) < 2**53

def near(rng, value, bounds, unit, edge):
    """Returns a number within `bounds`: the value (chance `edge`), half or one unit beside it, an end, or any."""
    lo, hi = bounds
    if value is None or rng.random() < 0.2:
        value = rng.choice([lo, hi, lo + unit * rng.randint(0, (hi - lo) // unit)])
    elif rng.random() > edge:
        value += unit * rng.choice([-1, 1, HALF, -HALF])
    return min(max(value, lo), hi)
