"""Judges documents by a JSON Schema: reads {"schema": …, "documents": ["YAML", …]}, prints [true, false, …]."""
import json
import sys

import jsonschema
import yaml


class Loader(yaml.SafeLoader):
    """The scalars of YAML 1.2's core schema, as far as they differ from PyYAML's."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag in ("tag:yaml.org,2002:null",)]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
import re

Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF"))
Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^[-+]?[0-9]+$"), list("-+0123456789"))
Loader.add_implicit_resolver(
    "tag:yaml.org,2002:float", re.compile(r"^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$"), list("-+.0123456789"))

task = json.load(sys.stdin)
jsonschema.Draft7Validator.check_schema(task["schema"])
validator = jsonschema.Draft7Validator(task["schema"])
print(json.dumps([validator.is_valid(yaml.load(text, Loader)) for text in task["documents"]]))
