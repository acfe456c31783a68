"""docs/report.schema.json, the report's JSON, made from the editions:

python -m reports.document.schema > docs/report.schema.json
"""

import json
from typing import Any

from reports.editions import FIRST_YEAR, LAST_YEAR, ORGAN_TYPES, Edition, all_editions

from .value import LONGEST_LINE

_LINE = {"type": "string", "maxLength": LONGEST_LINE}
_WORDS = {"type": ["string", "null"], "description": "HTML；不在白名单里的标签和属性读取时去掉"}
_FIGURE = {
    "description": "整数；有小数的写成文本，例如 \"59237.2449\"；null 是未填，与 0 不同",
    "oneOf": [
        {"type": "integer", "exclusiveMinimum": -(10**30), "exclusiveMaximum": 10**30},
        {"type": "string", "pattern": r"^-?[0-9]{1,30}(\.[0-9]{1,30})?$"},
        {"type": "null"},
    ],
}  # fmt: skip
_PROPERTIES = {
    "organ": {**_LINE, "minLength": 1, "pattern": r"\S", "description": "机关全称"},
    "organ_type": {"enum": [*ORGAN_TYPES, None], "description": "机关类型"},
    "year": {
        "type": "integer",
        "minimum": FIRST_YEAR,
        "maximum": LAST_YEAR,
        "description": "报告年度",
    },
    "edition": {"description": "模板版本，一般由年度决定"},
    "title": {**_LINE, "type": ["string", "null"], "description": "标题；不写时按机关和年度拟定"},
    "issued": {"type": ["string", "null"], "format": "date", "description": "发布日期"},
    "index_number": {**_LINE, "type": ["string", "null"], "description": "索引号"},
    "preface": _WORDS,
    "sections": {"type": "object"},
    "cells": {"type": "object", "additionalProperties": {"$ref": "#/$defs/figure"}},
}


def report_schema() -> dict[str, Any]:
    """Return the JSON Schema of a report: every edition with its own sections and cells."""
    ids = [edition.id for edition in all_editions()]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "政府信息公开工作年度报告",
        "type": "object",
        "required": ["organ", "year", "edition"],
        "properties": _PROPERTIES | {"edition": {"enum": ids} | _PROPERTIES["edition"]},
        "allOf": [_of_edition(edition) for edition in all_editions()],
        "$defs": {"figure": _FIGURE},
    }


def _of_edition(edition: Edition) -> dict[str, Any]:
    words = {section.id: _WORDS for section in edition.narratives}
    return {
        "if": {"properties": {"edition": {"const": edition.id}}},
        "then": {
            "properties": {
                "sections": {"properties": words, "additionalProperties": False},
                "cells": {"propertyNames": {"enum": list(edition.cells)}},
            }
        },
    }


def printed() -> str:
    """Return the schema as the file holds it."""
    return json.dumps(report_schema(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    print(printed(), end="")
