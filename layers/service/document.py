"""The OpenAPI documents (3.0), written from the very declarations that requests are read with."""

from __future__ import annotations

from typing import Any, Final

from layers.files.content import SOFTWARE
from layers.service.answers import CSV, GEOJSON, HTML, JSON, OPENAPI, PROBLEM
from layers.service.parameters import Parameter
from layers.service.resources import Resource
from layers.service.tables import Table
from layers.service.views import view_parameters

TEXT: Final = {"type": "string"}
OBJECTS: Final = {"type": "array", "items": {"type": "object"}}
LINKS: Final = {"type": "array", "items": {"$ref": "#/components/schemas/link"}}
SCHEMAS: Final[dict[str, Any]] = {
    "problem": {
        "type": "object",
        "required": ["title", "status", "detail"],
        "properties": {"type": TEXT, "title": TEXT, "status": {"type": "integer"}, "detail": TEXT},
    },
    "link": {
        "type": "object",
        "required": ["href", "rel"],
        "properties": {"href": TEXT, "rel": TEXT, "type": TEXT, "title": TEXT},
    },
    "about": {
        "type": "object",
        "description": "Evidence, unit, period, source, licence, boundaries and what a reader must know.",
        "additionalProperties": TEXT,
    },
    "geometry": {
        "type": "object",
        "required": ["type", "coordinates"],
        "properties": {"type": TEXT, "coordinates": {"type": "array", "items": {}}},
    },
}


def respond(media: dict[str, Any], description: str = "The answer.") -> dict[str, Any]:
    """
    Write the responses of an address that is read.

    Parameters
    ----------
    media
        Media type → schema; {} where it is no JSON.
    description
        Of the answer.

    Returns
    -------
    responses
        With that of an answer that has not changed, and of faults.
    """
    content = {kind: {"schema": schema} if schema else {} for kind, schema in media.items()}
    return {
        "200": {"description": description, "content": content},
        "304": {"description": "It is as it was when it bore the ETag that was sent."},
        **{status: {"$ref": "#/components/responses/problem"} for status in ("400", "404")},
    }


def describe_get(
    name: str, title: str, description: str, parameters: tuple[Parameter, ...], responses: dict[str, Any], *, tag: str
) -> dict[str, Any]:
    """
    Write an address that is read.

    Parameters
    ----------
    name, title, description
        Operation, heading and explanation.
    parameters, responses
        As declared.
    tag
        Under which heading it stands.

    Returns
    -------
    item
        A path item.
    """
    return {
        "get": {
            "operationId": name,
            "tags": [tag],
            "summary": title,
            "description": description,
            "parameters": [parameter.describe() for parameter in parameters],
            "responses": responses,
        }
    }


def describe_row(table: Table) -> dict[str, Any]:
    """Write the schema of a table's rows."""
    return {"type": "object", "properties": {field.name: field.describe() for field in table.fields}}


def describe_collection(table: Table) -> dict[str, Any]:
    """Write the schema of a GeoJSON feature collection of a table's rows."""
    return {
        "type": "object",
        "required": ["type", "features"],
        "properties": {
            "type": {"type": "string", "enum": ["FeatureCollection"]},
            "features": {"type": "array", "items": describe_feature(table)},
            "numberMatched": {"type": "integer"},
            "numberReturned": {"type": "integer"},
            "links": LINKS,
        },
    }


def describe_feature(table: Table) -> dict[str, Any]:
    """Write the schema of one GeoJSON feature of a table's rows."""
    return {
        "type": "object",
        "required": ["type", "id", "geometry", "properties"],
        "properties": {
            "type": {"type": "string", "enum": ["Feature"]},
            "id": TEXT,
            "geometry": {"$ref": "#/components/schemas/geometry"},
            "properties": describe_row(table),
        },
    }


def build_document(title: str, description: str, server: str, paths: dict[str, Any]) -> dict[str, Any]:
    """
    Put a document together.

    Parameters
    ----------
    title, description
        Of the service.
    server
        Address that the paths are relative to.
    paths
        Path items.

    Returns
    -------
    document
        OpenAPI 3.0.3.
    """
    problem = {"description": "A fault, in one sentence.", "content": {PROBLEM: {"schema": _ref("problem")}}}
    return {
        "openapi": "3.0.3",
        "info": {
            "title": title,
            "description": description,
            "version": SOFTWARE.rpartition(" ")[2],
            "license": {"name": "MIT; figures and boundaries as each answer says"},
        },
        "servers": [{"url": server}],
        "paths": paths,
        "components": {"schemas": SCHEMAS, "responses": {"problem": problem}},
    }


def build_api_document(resources: tuple[Resource, ...], base: str) -> dict[str, Any]:
    """
    Write the document of the API.

    Parameters
    ----------
    resources
        Addresses with rows.
    base
        Address of the atlas, without a slash at the end.

    Returns
    -------
    document
        OpenAPI 3.0.3.
    """
    from layers.service.export_document import describe_exports

    plain = {JSON: {"type": "object"}}
    form = (Parameter("f", "Format; without it the Accept header decides.", "choice", ("json", "html")),)
    paths: dict[str, Any] = {
        "/api/": describe_get(
            "landing", "What there is", "Links to everything.", form, respond({**plain, HTML: {}}), tag="Service"
        ),
        "/api/openapi.json": describe_get(
            "document", "This document", "OpenAPI 3.0.", (), respond({OPENAPI: {"type": "object"}}), tag="Service"
        ),
        "/api/docs": describe_get("docs", "This document as a page", "HTML.", (), respond({HTML: {}}), tag="Service"),
        "/api/views": describe_get(
            "views",
            "Questions the page opens with",
            "Each with the query of its view and the address of its answer.",
            (),
            respond({JSON: {"type": "object", "properties": {"views": OBJECTS}}}),
            tag="Views",
        ),
        "/api/view": describe_get(
            "view",
            "The answer to a view",
            "Finding in words, key figures, and for the flows of one place those drawn. A view is asked for as in the "
            "page's address, in English or Urdu.",
            view_parameters(),
            respond({JSON: _describe_view()}),
            tag="Views",
        ),
    }
    for resource in resources:
        media = {JSON: _describe_page(resource.example), CSV: {}}
        if resource.example.shapes is not None:
            media[GEOJSON] = describe_collection(resource.example)
        paths[f"/api/{resource.name}"] = describe_get(
            resource.name, resource.title, resource.description, resource.parameters, respond(media), tag="Numbers"
        )
    paths |= describe_exports()
    return build_document(
        "Rawaan",
        "Internal migration in Pakistan: places, totals, flows and cells. Read-only, but for exports, which are made "
        "on demand. Every answer names its evidence, unit, source and licence; people are counts, and null is a number "
        "that is withheld or not known.",
        base,
        paths,
    )


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _describe_page(table: Table) -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["title", "about", "numberMatched", "numberReturned", "links", "rows"],
        "properties": {
            "title": TEXT,
            "about": _ref("about"),
            "numberMatched": {"type": "integer"},
            "numberReturned": {"type": "integer"},
            "links": LINKS,
            "fields": {"type": "object", "additionalProperties": TEXT},
            "rows": {"type": "array", "items": describe_row(table)},
        },
    }


def _describe_view() -> dict[str, Any]:
    texts = ("view", "question", "headline", "lead", "shown", "credit")
    return {
        "type": "object",
        "required": ["view", "headline", "lead", "figures", "about"],
        "properties": {
            **dict.fromkeys(texts, TEXT),
            "figures": OBJECTS,
            "flows": {**OBJECTS, "nullable": True},
            "about": _ref("about"),
            "links": LINKS,
        },
    }
