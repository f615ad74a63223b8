"""Rescores in plain Python, as a careful developer would write it: the same lines in, the same scores out.

It has the part of the scoring rule that the benchmark's instrument needs, and checks answers as `rapport rescore` does.
"""

import json
import math
import sys

with open(sys.argv[1]) as file:
    instrument = json.load(file)
scale, score, items = instrument["scale"], instrument["score"], instrument["items"]
factor = 10 ** score.get("decimals", 1)
indexes = {item["id"]: index for index, item in enumerate(items)}
subscales = [
    (subscale["id"], subscale["range"], [index for index, item in enumerate(items) if item.get("subscale") == subscale["id"]])
    for subscale in instrument.get("subscales", [])
]


def rounded(value, factor):
    return math.copysign(math.floor(abs(value) * factor + 0.5), value) / factor


def score_items(scored, values, bounds, factor):
    low, high = bounds
    reached = possible = answered = 0
    for index in scored:
        value = values[index]
        if value is not None:
            item = items[index]
            weight = item.get("weight", 1)
            reached += weight * (scale["max"] - value if item.get("reverse") else value - scale["min"])
            possible += weight * (scale["max"] - scale["min"])
            answered += 1
    total = rounded(low + (high - low) * reached / possible, factor) if answered == len(scored) else None
    return {"total": total, "min": low, "max": high, "answered": answered, "items": len(scored), "prorated": False}


def read_values(line):
    result = json.loads(line)
    reference = result.get("instrument")
    if reference and reference["id"] != instrument["id"]:
        raise ValueError(f"instrument.id: expected {instrument['id']}")
    answers = result["answers"]
    pairs = answers.items() if isinstance(answers, dict) else ((entry["item"], entry["value"]) for entry in answers)
    values, seen = [None] * len(items), set()
    for item, value in pairs:
        index = indexes.get(item)
        if index is None or item in seen:
            raise ValueError("answers: expected each item's id at most once")
        seen.add(item)
        if value is not None:
            steps = (value - scale["min"]) / scale["step"]
            if steps != int(steps) or not scale["min"] <= value <= scale["max"]:
                raise ValueError(f"answers.{item}: found {value}, expected a value of the scale")
        values[index] = value
    return values


def rescore(values):
    everything = range(len(items))
    outcome = score_items(everything, values, score["range"], factor)
    outcome["percent"] = None if outcome["total"] is None else score_items(everything, values, (0, 100), 10)["total"]
    outcome["subscales"] = []
    for id, bounds, scored in subscales:
        part = score_items(scored, values, bounds, factor)
        outcome["subscales"].append({"id": id, "score": part.pop("total"), **part})
    return {"outcome": {**outcome, "band": None, "alerts": []}, "change": None}


for number, line in enumerate(sys.stdin, 1):
    try:
        print(json.dumps(rescore(read_values(line))))
    except (KeyError, TypeError, ValueError) as error:
        print(json.dumps({"error": str(error), "line": number}))
