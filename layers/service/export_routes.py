"""The addresses of exports: start one, watch it, fetch its file, cancel it."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from flask import Flask, Response, request, send_file

from boundaries.language import speak, tr
from layers._errors import ViewError
from layers.service._errors import RequestError
from layers.service.answers import answer, find_base, refuse
from layers.service.exports import Exports, find_folder
from layers.view import View

if TYPE_CHECKING:
    from layers.atlas import Atlas

LARGEST: Final = 8_192
"""Bytes of a request."""

SCOPES: Final = ("view", "all")
WANTED: Final = ("view", "scope", "format", "layer")


def add_exports(server: Flask, atlas: Atlas, *, settings: dict[str, str], folder: Path | None) -> None:
    """
    Answer the addresses of exports.

    Parameters
    ----------
    server, atlas
        What is served, and by whom.
    settings
        What the atlas was loaded from, see `Exports`.
    folder
        Of the jobs; None: see `exports.find_folder`.
    """
    exports = Exports(folder or find_folder(), settings=settings)

    def say(name: str, status: int = 200) -> Response:
        state = exports.state(name)
        if state is None:
            return refuse("there is no export of this name, or no longer; start it again", 404)
        response = answer({"id": name, **asdict(state)}, status=status)
        response.headers["Cache-Control"] = "no-store"
        return response

    @server.post("/api/exports")
    def start_export() -> Response:
        name = exports.start(read_wanted(atlas, _read_body(), base=f"{find_base()}/"))
        response = say(name, 202)
        response.headers["Location"] = f"{find_base()}/api/exports/{name}"
        return response

    @server.get("/api/exports/<name>")
    def watch_export(name: str) -> Response:
        return say(name)

    @server.delete("/api/exports/<name>")
    def cancel_export(name: str) -> Response:
        return Response(status=204) if exports.cancel(name) else say(name)

    @server.get("/api/exports/<name>/file")
    def fetch_export(name: str) -> Response:
        path, state = exports.find_file(name), exports.state(name)
        if path is None:
            return say(name) if state is None else refuse(f"the export is not ready: {state.words}", 409)
        response = send_file(path, as_attachment=True, download_name=path.name, max_age=0)
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response


def _read_body() -> dict[str, Any]:
    # Another site's page can send a form or text here unasked, but not JSON: the browser would ask us first.
    if request.mimetype != "application/json":
        raise RequestError("send JSON, with Content-Type: application/json", 415)
    if (request.content_length or LARGEST + 1) > LARGEST:
        raise RequestError(f"send a body of at most {LARGEST:,} bytes, with its Content-Length", 413)
    try:
        body = json.loads(request.get_data())
    except (ValueError, RecursionError):
        body = None
    if not isinstance(body, dict):
        raise RequestError('the body is not a JSON object such as {"view": "place=karachi", "format": "geopackage"}')
    return body


def read_wanted(atlas: Atlas, body: dict[str, Any], *, base: str) -> dict[str, str]:
    """
    Check what an export asks for.

    Parameters
    ----------
    atlas
        Its places, and what its views hold.
    body
        view, scope, format and layer, as sent.
    base
        Address of the atlas, with the final slash, for the file to name.

    Returns
    -------
    wanted
        For `Exports.start`.

    Raises
    ------
    RequestError
        With every fault in one sentence.
    """
    from layers.files.formats import FORMATS

    faults = [f"{name[:60]!r} is not one of {', '.join(WANTED)}" for name in body if name not in WANTED]
    faults += [f"{name} is not text" for name in WANTED if not isinstance(body.get(name, ""), str)]
    if faults:
        raise RequestError("; ".join(faults[:20]))
    scope, form, layer = body.get("scope", "view"), body.get("format", ""), body.get("layer", "")
    view = View()
    try:
        view = View.from_query(body.get("view", ""))
        with speak(view.lang):
            view = view.but(place=atlas.cube.flow_unit_of(view.place))
            atlas.cube.matrix(view)
    except ViewError as fault:
        faults.append(str(fault))
    with speak(view.lang):
        words = tr("{name}={value} is not one of {options}")
        for name, value, options in (("scope", scope, SCOPES), ("format", form, tuple(FORMATS))):
            if value not in options:
                faults.append(words.format(name=name, value=repr(value[:60]), options=", ".join(options)))
    # It becomes part of the file's name; whether the view has such a layer is seen when it is gathered.
    if not re.fullmatch(r"[a-z]{0,20}", layer):
        faults.append(f"layer={layer[:60]!r} is not the name of a layer")
    if faults:
        raise RequestError("; ".join(faults))
    parts = ["rawaan", view.question, view.place, view.period, "all" if scope == "all" else "", layer]
    parts += [view.lang] if view.lang != "en" else []
    name = "-".join(part for part in parts if part) + FORMATS[form].suffix
    return {
        "view": view.to_query(),
        "scope": scope,
        "format": form,
        "layer": layer,
        "file": name,
        "base": base,
        "lang": view.lang,
    }
