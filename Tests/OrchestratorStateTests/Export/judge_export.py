"""Judges documents by a JSON Schema: reads {"schema": …, "documents": ["JSON", …]}, prints [["problem", …], …]."""
import json
import sys

import jsonschema

task = json.load(sys.stdin)
jsonschema.Draft202012Validator.check_schema(task["schema"])
validator = jsonschema.Draft202012Validator(task["schema"], format_checker=jsonschema.FormatChecker())
print(json.dumps([
    [f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(json.loads(text))] for text in task["documents"]
]))
