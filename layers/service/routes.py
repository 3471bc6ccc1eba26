"""The addresses under /api and /ogc: what is asked is read, looked up, and answered."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

from flask import Blueprint, Flask, Response, request
from werkzeug.exceptions import HTTPException

from layers._errors import LayerError, ViewError
from layers.service._errors import RequestError
from layers.service.answers import (
    HTML,
    JSON,
    OPENAPI,
    answer,
    answer_rows,
    choose_format,
    find_base,
    link,
    refuse,
    refuse_media,
)
from layers.service.build_tables import Shelf
from layers.service.document import build_api_document
from layers.service.document_page import build_document_page, build_landing_page
from layers.service.export_routes import add_exports
from layers.service.features import build_features
from layers.service.parameters import Parameter, read_query
from layers.service.resources import Resource, list_resources
from layers.service.views import answer_view, list_presets, read_view

if TYPE_CHECKING:
    from layers.atlas import Atlas

LOG = logging.getLogger("rawaan")

PREFIXES: Final = ("/api", "/ogc")

KEPT: Final = 128
"""Answers to views remembered."""

PAGE_FORM: Final = Parameter("f", "Format; without it the Accept header decides.", "choice", ("json", "html"))


def add_service(
    server: Flask,
    atlas: Atlas,
    *,
    data_dir: Path | None = None,
    flows: Path | None = None,
    hide_below: float | None = None,
    folder: Path | None = None,
) -> None:
    """
    Answer /api and /ogc. All of it only reads, but for exports, which are made in a process of their own.

    Parameters
    ----------
    server
        Gets the addresses.
    atlas
        What is served; of the reader's own table only what may leave.
    data_dir, flows, hide_below
        What the atlas was loaded from, for the process of an export.
    folder
        Where exports are kept until they are fetched; None: see `exports.find_folder`.
    """
    shelf = Shelf(atlas)
    resources = list_resources(shelf)
    server.register_blueprint(_build_api(shelf, resources))
    server.register_blueprint(build_features(shelf))
    given = {"data_dir": data_dir, "flows": flows, "hide_below": hide_below}
    settings = {name: str(value) for name, value in given.items() if value is not None}
    add_exports(server, atlas, settings=settings, folder=folder)
    _add_faults(server)

    @server.before_request
    def check_accepted() -> None:
        # A file has the type that its export asked for.
        rows = request.path.startswith(PREFIXES) and not request.path.startswith("/api/exports/")
        if rows and request.method in {"GET", "HEAD"} and "f" not in request.args:
            refuse_media()

    @server.after_request
    def allow(response: Response) -> Response:
        if request.path.startswith(tuple(f"{prefix}/" for prefix in PREFIXES)) and request.method in {"GET", "HEAD"}:
            response.headers["Access-Control-Allow-Origin"] = "*"
            response.headers["Access-Control-Expose-Headers"] = "ETag, Link, X-Total-Count"
        return response


def _build_api(shelf: Shelf, resources: tuple[Resource, ...]) -> Blueprint:
    api = Blueprint("api", __name__, url_prefix="/api")
    turn = Lock()

    @lru_cache(maxsize=KEPT)
    def compose(query: str) -> dict[str, Any]:
        # One after the other, as the page's own answers are: threads that take turns would all finish late.
        with turn:
            return answer_view(shelf, read_view(query, []))

    @api.get("/", strict_slashes=False)
    def landing() -> Response:
        form = choose_format(_read(PAGE_FORM)["f"], ("json", "html"))
        content = _describe_api(resources)
        if form == "html":
            return answer(build_landing_page(content).encode(), HTML)
        return answer(content)

    @api.get("/openapi.json")
    def document() -> Response:
        _read()
        return answer(build_api_document(resources, find_base()), OPENAPI)

    @api.get("/docs")
    def page() -> Response:
        _read()
        return answer(build_document_page(build_api_document(resources, find_base())).encode(), HTML)

    @api.get("/views")
    def views() -> Response:
        _read()
        return answer({"views": list_presets(find_base())})

    @api.get("/view")
    def view() -> Response:
        query = request.query_string.decode(errors="replace")
        asked = read_view(query, list(request.args))
        content = compose(asked.to_query())
        ending = f"?{content['view']}" if content["view"] else ""
        links = [
            link(f"{find_base()}/api/view{ending}", "self"),
            link(f"{find_base()}/{ending}", "alternate", HTML, "The page"),
        ]
        return answer({**content, "links": links})

    for resource in resources:
        api.add_url_rule(f"/{resource.name}", resource.name, _answer_resource(resource))

    @api.get("/<path:rest>")
    def nothing(rest: str) -> Response:
        return refuse(f"/api/{rest} is not an address of this service; /api/ lists them", 404)

    return api


def _answer_resource(resource: Resource) -> Callable[[], Response]:
    def rows() -> Response:
        values = _read(*resource.parameters)
        table, found = resource.find(values)
        return answer_rows(table, found, values, choose_format(values["f"]))

    return rows


def _read(*parameters: Parameter) -> dict[str, Any]:
    return read_query(parameters, request.args.items(multi=True))


def _describe_api(resources: tuple[Resource, ...]) -> dict[str, Any]:
    base = find_base()
    addresses = {
        "views": "The questions the page opens with",
        "view": "The answer to any view: its finding in words, key figures, the flows drawn",
        **{resource.name: resource.title for resource in resources},
    }
    return {
        "title": "Rawaan: internal migration in Pakistan",
        "description": "Every answer names its evidence, unit, source and licence; what is withheld is null.",
        "links": [
            link(f"{base}/api/", "self"),
            link(f"{base}/api/openapi.json", "service-desc", OPENAPI, "OpenAPI document"),
            link(f"{base}/api/docs", "service-doc", HTML, "Documentation"),
            *(link(f"{base}/api/{name}", "item", JSON, title) for name, title in addresses.items()),
            link(f"{base}/ogc", "related", JSON, "OGC API – Features"),
        ],
    }


def _add_faults(server: Flask) -> None:
    """Answer every fault under the two prefixes with a problem document; elsewhere all stays as it was."""

    @server.errorhandler(RequestError)
    def refuse_request(fault: RequestError) -> Response:
        return refuse(str(fault), fault.status)

    @server.errorhandler(HTTPException)
    def refuse_here(fault: HTTPException) -> Response | HTTPException:
        if not request.path.startswith(PREFIXES) or fault.code is None or fault.code < 400:
            return fault
        response = refuse(fault.description or fault.name, fault.code)
        if fault.code == 405:
            response = refuse(f"{request.method} is not possible here; GET is", 405)
            response.headers["Allow"] = ", ".join(sorted(getattr(fault, "valid_methods", None) or ["GET", "HEAD"]))
        return response

    for kind in (ViewError, LayerError):
        server.register_error_handler(kind, lambda fault: refuse(str(fault)))
