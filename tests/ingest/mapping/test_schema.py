"""The published schema accepts what is read, and nothing else that it can tell."""

import pytest
import yaml

from ingest.mapping.files import ready_mappings
from ingest.mapping.schema import MODELS, descriptions, mapping_schema

TYPES = {"string": str, "number": (int, float), "integer": int, "boolean": bool,
         "array": list, "object": dict}  # fmt: skip


def faults(value, schema, whole, at=""):
    """Where a value breaks the parts of JSON Schema that mappings need."""
    if "$ref" in schema:
        return faults(value, whole["$defs"][schema["$ref"].split("/")[-1]], whole, at)
    if "anyOf" in schema:
        found = [faults(value, one, whole, at) for one in schema["anyOf"]]
        return [] if not all(found) else min(found, key=len)
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if not any(isinstance(value, TYPES[name]) for name in types):
        return [f"{at}: no {'/'.join(types)}"]
    wrong = []
    if value not in schema.get("enum", [value]):
        wrong.append(f"{at}: not one of them")
    if isinstance(value, list):
        for item in value:
            wrong += faults(item, schema["items"], whole, at)
    if isinstance(value, dict):
        wrong += [f"{at}/{name}: missing" for name in schema.get("required", ())
                  if name not in value]  # fmt: skip
        known, other = schema.get("properties", {}), schema["additionalProperties"]
        for name, item in value.items():
            part = known.get(name, other)
            wrong += (
                faults(item, part, whole, f"{at}/{name}") if part else [f"{at}/{name}"]
            )
    return wrong


@pytest.mark.parametrize("name", ready_mappings())
def test_ready_mappings_follow_the_schema(name):
    schema = mapping_schema()
    for told in yaml.safe_load_all(ready_mappings()[name].read_text("utf-8")):
        assert faults(told, schema, schema) == []


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        ({}, "/mapping: missing"),
        ({"mapping": 1, "sheets": "S"}, "/sheets"),
        ({"mapping": 1, "parties": {"buyer": {}}}, "/parties/buyer"),
        ({"mapping": 1, "parties": {"debtor": {"nmae": "N"}}}, "/parties/debtor/nmae"),
        ({"mapping": 1, "facts": {"party": {}}}, "/facts/party"),
        ({"mapping": 1, "identity": "always"}, "/identity: not one of them"),
    ],
)
def test_what_no_mapping_has_breaks_the_schema(told, fault):
    schema = mapping_schema()
    assert faults(told, schema, schema) == [fault]


def test_every_key_says_what_it_is():
    for model in MODELS:
        assert list(descriptions(model)) == list(model.model_fields)
