"""
OGC API – Features, Part 1 (Core, GeoJSON, OpenAPI 3.0): what QGIS and GDAL add as layers.

The collections are the tables of the API, in CRS84. Nothing but what the standard asks for is here.

pygeoapi 0.21 was measured first. Every answer of it links to pages that load scripts from elsewhere; it claims classes
that a read-only service does not have, passes over parameters it does not know, and fails on an empty `sortby`; it adds
43 MB and a second to each process of the server. Little of it would be left once all that was put right round it.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from flask import Blueprint, Response, request

from layers.service._errors import RequestError
from layers.service.answers import (
    GEOJSON,
    HTML,
    JSON,
    OPENAPI,
    answer,
    answer_rows,
    find_base,
    link,
    refuse,
    write_features,
)
from layers.service.build_tables import Shelf
from layers.service.document import (
    LINKS,
    TEXT,
    build_document,
    describe_collection,
    describe_feature,
    describe_get,
    respond,
)
from layers.service.parameters import Parameter, page_parameters, read_query
from layers.service.resources import BOX, MOST
from layers.service.tables import Table

CRS84: Final = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
GREGORIAN: Final = "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"
CLASSES: Final = tuple(
    f"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/{name}" for name in ("core", "oas30", "geojson")
)

TIME: Final = Parameter("datetime", "A date or two joined by a slash: only rows of those years.", "time")
CRS: Final = tuple(
    Parameter(name, "Coordinates are longitude and latitude, whether this is said or not.", "choice", (CRS84,))
    for name in ("crs", "bbox-crs")
)
"""Clients that know Part 2 of the standard say them although nothing else is offered."""

FORM: Final = Parameter("f", "Format.", "choice", ("json",))

TITLE: Final = "Rawaan: internal migration in Pakistan"
WORDS: Final = "Places, boundaries, flows, totals and cells as layers; each says its evidence, source and licence."


def build_features(shelf: Shelf) -> Blueprint:
    """
    Answer /ogc.

    Parameters
    ----------
    shelf
        Its tables are the collections.

    Returns
    -------
    blueprint
        Landing page, document, conformance, collections, items.
    """
    ogc = Blueprint("ogc", __name__, url_prefix="/ogc")
    names = shelf.names()

    def find(name: str) -> Table:
        if name not in names:
            raise RequestError(f"collection {name!r} is not here; there are {', '.join(names)}", 404)
        return shelf.get(name)

    def read(*parameters: Parameter) -> dict[str, Any]:
        return read_query((FORM, *parameters), request.args.items(multi=True))

    @ogc.get("/", strict_slashes=False)
    def landing() -> Response:
        read()
        base = f"{find_base()}/ogc"
        links = [
            link(base, "self", JSON, "This page"),
            link(f"{base}/api", "service-desc", OPENAPI, "OpenAPI document"),
            link(f"{find_base()}/api/docs", "service-doc", HTML, "Documentation of the other addresses"),
            link(f"{base}/conformance", "conformance", JSON, "What of the standard is here"),
            link(f"{base}/collections", "data", JSON, "Collections"),
        ]
        return answer({"title": TITLE, "description": WORDS, "links": links})

    @ogc.get("/api")
    def document() -> Response:
        read()
        return answer(build_features_document([find(name) for name in names], f"{find_base()}/ogc"), OPENAPI)

    @ogc.get("/conformance")
    def conformance() -> Response:
        read()
        return answer({"conformsTo": list(CLASSES)})

    @ogc.get("/collections")
    def collections() -> Response:
        read()
        base = f"{find_base()}/ogc/collections"
        boxes = shelf.atlas.cube.manifest["bbox"]
        described = [describe_table(find(name), base, boxes) for name in names]
        return answer({"links": [link(base, "self")], "collections": described})

    @ogc.get("/collections/<name>")
    def collection(name: str) -> Response:
        read()
        base = f"{find_base()}/ogc/collections"
        return answer(describe_table(find(name), base, shelf.atlas.cube.manifest["bbox"]))

    @ogc.get("/collections/<name>/items")
    def items(name: str) -> Response:
        table = find(name)
        values = read(*item_parameters(table))
        equal = {field: values[field] for field in filter_names(table) if values[field] is not None}
        found = table.find(equal, box=values["bbox"], days=values["datetime"])
        # Without the time stamp that the standard leaves open: it would make every answer a new one.
        response = answer_rows(table, found, values, "geojson")
        response.headers["Content-Crs"] = f"<{CRS84}>"
        return response

    @ogc.get("/collections/<name>/items/<path:feature>")
    def item(name: str, feature: str) -> Response:
        table = find(name)
        read()
        position = table.locate(feature)
        if position is None:
            raise RequestError(f"{name} has no feature {feature!r}", 404)
        base = f"{find_base()}/ogc/collections/{name}"
        links = [link(f"{base}/items/{feature}", "self", GEOJSON), link(base, "collection")]
        (drawn,) = write_features(table, np.array([position]))
        return answer({**drawn, "about": table.about.items(), "links": links}, GEOJSON)

    @ogc.get("/<path:rest>")
    def nothing(rest: str) -> Response:
        return refuse(f"/ogc/{rest} is not an address of this service; /ogc/collections lists the layers", 404)

    return ogc


def filter_names(table: Table) -> tuple[str, ...]:
    """List the columns by which a collection's features can be filtered: those of text."""
    return tuple(field.name for field in table.fields if field.kind in {"text", "cell"})


def item_parameters(table: Table) -> tuple[Parameter, ...]:
    """
    List what a collection's items may be asked with.

    Parameters
    ----------
    table
        The collection.

    Returns
    -------
    parameters
        Page, box, time, and a filter for every column of text. More features than there may be on a page are
        answered with as many as there may be, as the standard has it.
    """
    filters = tuple(Parameter(name, table.field(name).title) for name in filter_names(table))
    return (*page_parameters(most=MOST, clamp=True), BOX, TIME, *CRS, *filters)


def describe_table(table: Table, base: str, box: list[float]) -> dict[str, Any]:
    """
    Describe a collection.

    Parameters
    ----------
    table
        The collection.
    base
        Address of all collections.
    box
        West, south, east, north of the map.

    Returns
    -------
    collection
        As the standard has it.
    """
    extent: dict[str, Any] = {"spatial": {"bbox": [box], "crs": CRS84}}
    if table.years is not None:
        first, last = table.years
        extent["temporal"] = {"interval": [[f"{first}-01-01T00:00:00Z", f"{last}-12-31T23:59:59Z"]], "trs": GREGORIAN}
    about = table.about
    words = [table.description, f"Evidence: {about.evidence}.", f"Source: {about.source}", about.protection]
    address = f"{base}/{table.name}"
    return {
        "id": table.name,
        "title": table.title,
        "description": " ".join(word for word in words if word),
        "about": about.items(),
        "itemType": "feature",
        "extent": extent,
        "crs": [CRS84],
        "storageCrs": CRS84,
        "links": [
            link(address, "self", JSON, table.title),
            link(f"{address}/items", "items", GEOJSON, table.title),
        ],
    }


def build_features_document(tables: list[Table], base: str) -> dict[str, Any]:
    """
    Write the OpenAPI document of the collections.

    Parameters
    ----------
    tables
        The collections.
    base
        Address that the paths are relative to.

    Returns
    -------
    document
        OpenAPI 3.0.3.
    """
    plain = {JSON: {"type": "object", "properties": {"links": LINKS}}}
    paths: dict[str, Any] = {}

    def add(
        path: str, name: str, title: str, parameters: tuple[Parameter, ...], media: dict[str, Any], tag: str
    ) -> None:
        paths[path] = describe_get(name, title, f"{title}.", (FORM, *parameters), respond(media), tag=tag)

    add("/", "landing", "Landing page", (), plain, "Service")
    add("/api", "document", "This document", (), {OPENAPI: {"type": "object"}}, "Service")
    conforms = {"conformsTo": {"type": "array", "items": TEXT}}
    classes = {"type": "object", "required": ["conformsTo"], "properties": conforms}
    add("/conformance", "conformance", "What of the standard is here", (), {JSON: classes}, "Service")
    add("/collections", "collections", "Collections", (), plain, "Service")
    for table in tables:
        path, name = f"/collections/{table.name}", table.name
        add(path, f"describe-{name}", table.title, (), plain, name)
        features = {GEOJSON: describe_collection(table)}
        add(f"{path}/items", f"items-{name}", table.title, item_parameters(table), features, name)
        add(f"{path}/items/{{feature}}", f"item-{name}", f"One of {name}", (), {GEOJSON: describe_feature(table)}, name)
        paths[f"{path}/items/{{feature}}"]["get"]["parameters"].append(
            {"name": "feature", "in": "path", "required": True, "description": "Its id.", "schema": TEXT}
        )
    return build_document(TITLE, WORDS, base, paths)
