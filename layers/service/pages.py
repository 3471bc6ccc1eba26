"""
What the page asks for beside views: dialogs, pictures and briefings of a view, and the words of a link's preview.

A picture is drawn in the serving process (a fifth of a second); whatever needs geometry libraries is a job of its own
(`layers.service.exports`).
"""

from __future__ import annotations

import html
import json
import re
import tempfile
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final

import orjson
from flask import Flask, Response, request

from boundaries.language import RIGHT_TO_LEFT, speak
from layers._errors import LayerError, ViewError
from layers.atlas import Atlas, to_json
from layers.dialogs import build_dialog
from layers.digits import write_answer_digits
from layers.view import View

if TYPE_CHECKING:
    from dash import Dash

MEDIA: Final = {
    "png": "image/png",
    "svg": "image/svg+xml",
    "pdf": "application/pdf",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
SIZES: Final = ("a4", "wide")
SCALES: Final = {"a4": 300 / 96, "wide": 1.5}
"""Pixels of a PNG for each pixel of the sheet: 300 to the inch for print, and a slide of 1,920 across."""

KEPT: Final = 64
"""Pictures remembered: a link that is passed round is asked for by every mail program on its way."""


def add_pages(app: Dash, atlas: Atlas) -> None:
    """
    Answer the page's other addresses.

    Parameters
    ----------
    app
        Its index page gets the language and the preview of the view that is asked for; its server the addresses.
    atlas
        What is served.
    """
    _add_dialogs(app.server, atlas)
    _add_pictures(app.server, atlas)
    _add_briefings(app.server, atlas)
    _add_preview(app, atlas)


def _add_dialogs(server: Flask, atlas: Atlas) -> None:
    @server.get("/dialog.json")
    def dialog() -> Response:
        try:
            view = View.from_query(_query())
            with speak(view.lang):
                children = build_dialog(atlas, request.args.get("name", ""), view, base=request.host_url)
        except (ViewError, LayerError) as fault:
            return _refuse(str(fault))
        body = orjson.dumps({"children": children}, default=to_json, option=orjson.OPT_SERIALIZE_NUMPY)
        if view.digits != "latin":
            body = orjson.dumps(write_answer_digits(orjson.loads(body), view.digits))
        return Response(body, mimetype="application/json", headers={"Cache-Control": "no-cache"})


def _add_pictures(server: Flask, atlas: Atlas) -> None:
    turn = Lock()

    @lru_cache(maxsize=KEPT)
    def draw(query: str, size: str, form: str, base: str) -> bytes:
        from layers.paper.output import write_pdf, write_png, write_svg
        from layers.paper.sheet import draw_sheet

        # One after the other: each takes all the machine has.
        with turn:
            sheet = draw_sheet(atlas, View.from_query(query), size=size, base=base)
            if form == "svg":
                return write_svg(sheet)
            return write_pdf(sheet) if form == "pdf" else write_png(sheet, scale=SCALES[size])

    @server.get("/picture.<form>")
    def picture(form: str) -> Response:
        size = request.args.get("size", "wide")
        if form not in {"png", "svg", "pdf"}:
            return _refuse("a picture is picture.png, picture.svg or picture.pdf", 404)
        if size not in SIZES:
            return _refuse(f"size={size!r} is not one of {', '.join(SIZES)}")
        try:
            view = View.from_query(_query())
            body = draw(view.to_query(), size, form, request.host_url)
        except (ViewError, LayerError) as fault:
            return _refuse(str(fault))
        return _send(body, form, _name_file(atlas, view, form))


def _add_briefings(server: Flask, atlas: Atlas) -> None:
    turn = Lock()

    @server.get("/briefing.<form>")
    def briefing(form: str) -> Response:
        if form not in {"pdf", "pptx"}:
            return _refuse("a briefing is briefing.pdf or briefing.pptx", 404)
        from layers.briefing.write import write_brief

        try:
            view = View.from_query(_query())
            with turn, tempfile.TemporaryDirectory(prefix="rawaan-") as folder:
                path = Path(folder) / f"briefing.{form}"
                brief = write_brief(atlas, view, path, base=request.host_url)
                body = path.read_bytes()
        except (ViewError, LayerError) as fault:
            return _refuse(str(fault))
        # The view asked for may be of a province, which is no place that the atlas finds; what is drawn is one.
        words = ("briefing", brief.region) if brief.region else ("briefing",)
        return _send(body, form, _name_file(atlas, brief.view, form, *words))


def _add_preview(app: Dash, atlas: Atlas) -> None:
    write = app.interpolate_index

    @lru_cache(maxsize=KEPT)
    def describe(query: str) -> tuple[str, str, str]:
        view = View.from_query(query)
        finding = atlas.find(view)
        return view.lang, f"{finding.headline} · Rawaan", finding.lead

    def interpolate(**parts: str) -> str:
        try:
            query = View.from_query(_query()).to_query()
            language, title, lead = describe(query)
        except ViewError:
            # The page itself says what is wrong.
            query, language, title, lead = "", "en", "Rawaan", ""
        image = f"{request.host_url}picture.png?{query + '&' if query else ''}size=wide"
        tags = {"og:type": "website", "og:title": title, "og:description": lead, "og:image": image}
        tags |= {"og:url": request.host_url + (f"?{query}" if query else ""), "twitter:card": "summary_large_image"}
        social = "\n".join(
            f'<meta property="{name}" content="{html.escape(text, quote=True)}">' for name, text in tags.items()
        )
        reader = f'lang="{language}" dir="{"rtl" if language in RIGHT_TO_LEFT else "ltr"}"'
        page: str = write(**parts)  # type: ignore[no-untyped-call]
        return page.replace("{%reader%}", reader).replace("{%social%}", social)

    app.interpolate_index = interpolate  # type: ignore[method-assign, assignment]


def _query() -> str:
    return request.query_string.decode(errors="replace")


def _name_file(atlas: Atlas, view: View, form: str, *more: str) -> str:
    """Name a file after the question, in Latin letters whatever the language."""
    title = atlas.find(view.but(lang="en")).title
    words = "-".join(["rawaan", *more, title, *([view.lang] if view.lang != "en" else [])])
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-") + f".{form}"


def _send(body: bytes, form: str, name: str) -> Response:
    response = Response(body, mimetype=MEDIA[form])
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.headers["Cache-Control"] = "no-cache"
    response.add_etag()
    response.make_conditional(request)
    return response


def _refuse(message: str, status: int = 400) -> Response:
    return Response(json.dumps({"message": message}), status, mimetype="application/json")
