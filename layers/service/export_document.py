"""What the OpenAPI document says of exports, the one part of the API that makes and removes something."""

from __future__ import annotations

from typing import Any, Final

from layers.service.answers import JSON

STATE: Final = {
    "type": "object",
    "required": ["id", "state", "done", "total", "words"],
    "properties": {
        "id": {"type": "string"},
        "state": {"type": "string", "enum": ["waiting", "running", "done", "failed"]},
        "done": {"type": "integer"},
        "total": {"type": "integer"},
        "words": {"type": "string"},
        "file": {"type": "string"},
        "bytes": {"type": "integer"},
    },
}

NAME: Final = {
    "name": "id",
    "in": "path",
    "required": True,
    "description": "As the answer to POST names it.",
    "schema": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
}


def describe_exports() -> dict[str, Any]:
    """
    Describe the addresses of exports.

    Returns
    -------
    paths
        Path items of OpenAPI 3.0.
    """
    faults = {status: {"$ref": "#/components/responses/problem"} for status in ("400", "404")}
    state = {"content": {JSON: {"schema": STATE}}}

    def operate(name: str, title: str, text: str, responses: dict[str, Any]) -> dict[str, Any]:
        return {
            "operationId": name,
            "tags": ["Exports"],
            "summary": title,
            "description": text,
            "responses": {**responses, **faults},
        }

    wanted = {
        "type": "object",
        "required": ["format"],
        "additionalProperties": False,
        "properties": {
            "view": {"type": "string", "maxLength": 2000, "description": "Query of the page's address"},
            "scope": {"type": "string", "enum": ["view", "all"], "default": "view"},
            "format": {"type": "string", "description": "Such as geopackage, geojson, csv, xlsx"},
            "layer": {"type": "string", "description": "Of a format that holds one layer: which"},
        },
    }
    start = operate(
        "start-export",
        "Start an export",
        "The file is made in a process of its own. The only addresses of the API that change anything are this one and "
        "DELETE: what they make is kept for an hour, for whoever knows its id.",
        {"202": {"description": "Started.", **state}},
    )
    start["requestBody"] = {"required": True, "content": {JSON: {"schema": wanted}}}
    problems = ("413", "415", "429")
    start["responses"] |= {status: {"$ref": "#/components/responses/problem"} for status in problems}
    told = {"200": {"description": "State.", **state}}
    watch = operate("watch-export", "How far it is", "State, done of total, and words.", told)
    cancel = operate("cancel-export", "Cancel it", "Stops it and removes its file.", {"204": {"description": "Gone."}})
    binary = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
    fetch = operate(
        "fetch-export", "The file", "With its name.", {"200": {"description": "The file.", "content": binary}}
    )
    fetch["responses"]["409"] = {"$ref": "#/components/responses/problem"}
    return {
        "/api/exports": {"post": start},
        "/api/exports/{id}": {
            "get": {**watch, "parameters": [NAME]},
            "delete": {**cancel, "parameters": [NAME]},
        },
        "/api/exports/{id}/file": {"get": {**fetch, "parameters": [NAME]}},
    }
