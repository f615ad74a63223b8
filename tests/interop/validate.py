"""python tests/interop/validate.py FILE...

Validates FHIR R4 resources, one a file, and every resource of a bundle against the models of fhir.resources. Its R4B
equals R4 for these resources. A model has to accept the resource, return the same JSON, and define its codes. Prints
one line for each problem, and fails if there is one.
"""

import json
import sys
from datetime import datetime

from fhir.resources.R4B import get_fhir_model_class
from pydantic import BaseModel, ValidationError


def problems_of(resource, path):
    """Returns the problems of a resource: the FHIRPath expression of each, and a message."""
    kind = resource.get("resourceType") if isinstance(resource, dict) else None
    try:
        model = get_fhir_model_class(kind)
    except (TypeError, ValueError):
        return [(path, f"R4 has no resource {kind!r}")]
    try:
        read = model.model_validate(resource)
    except ValidationError as invalid:
        return [(path + kind + expression(error["loc"]), error["msg"]) for error in invalid.errors()]
    again = json.loads(read.model_dump_json())
    return [*differences(resource, again, path + kind), *unknown_codes(read, path + kind)]


def expression(segments):
    return "".join(f"[{segment}]" if isinstance(segment, int) else f".{segment}" for segment in segments)


def differences(sent, read, path):
    """Yields the values that a model converted: it accepts values that it can convert to the expected type."""
    if isinstance(sent, dict) and isinstance(read, dict):
        for key in sorted(sent.keys() | read.keys()):
            yield from differences(sent.get(key, ""), read.get(key, ""), f"{path}.{key}")
    elif isinstance(sent, list) and isinstance(read, list) and len(sent) == len(read):
        for index, (one, other) in enumerate(zip(sent, read)):
            yield from differences(one, other, f"{path}[{index}]")
    elif (type(sent), sent) != (type(read), read) and not same_time(sent, read):
        yield path, f"{json.dumps(sent)} was read as {json.dumps(read)}"


def same_time(one, other):
    try:
        return datetime.fromisoformat(one.replace("Z", "+00:00")) == datetime.fromisoformat(other.replace("Z", "+00:00"))
    except (AttributeError, TypeError, ValueError):
        return False


def unknown_codes(read, path):
    """Yields codes that the model does not list; a "+" means that its list is incomplete."""
    for name, field in type(read).model_fields.items():
        value = getattr(read, name)
        codes = (field.json_schema_extra or {}).get("enum_values", ["+"])
        for index, one in enumerate(value if isinstance(value, list) else [value]):
            where = f"{path}.{field.alias or name}" + (f"[{index}]" if isinstance(value, list) else "")
            if isinstance(one, BaseModel):
                yield from unknown_codes(one, where)
            elif one is not None and "+" not in codes and one not in codes:
                yield where, f"{one!r} is none of {', '.join(codes)}"


def validate(file):
    """Returns the number of resources in the file, and their problems."""
    try:
        with open(file, encoding="utf-8") as opened:
            root = json.load(opened)
    except (OSError, ValueError) as error:
        return 0, [("", str(error))]
    resources = [("", root)]
    for index, entry in enumerate(root.get("entry", []) if isinstance(root, dict) else []):
        if "resource" in entry:
            resources.append((f"Bundle.entry[{index}].resource.", entry["resource"]))
    return len(resources), [problem for path, resource in resources for problem in problems_of(resource, path)]


def main(files):
    count = 0
    problems = [] if files else ["usage: validate.py FILE..."]
    for file in files:
        resources, found = validate(file)
        count += resources
        problems += [f"{file}: {where}: {message}" for where, message in found]
    for problem in problems:
        print(problem)
    print(f"{len(problems)} problems in {count} resources" if problems else f"{count} resources valid")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
