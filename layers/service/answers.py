"""Answers: JSON, CSV and GeoJSON of a page of rows, faults as problem documents, and the headers all of them bear."""

from __future__ import annotations

import csv
import gzip
import io
from typing import Any, Final
from urllib.parse import urlencode

import numpy as np
import orjson
from flask import Response, request

from layers.service._errors import RequestError
from layers.service.tables import Table

JSON: Final = "application/json"
GEOJSON: Final = "application/geo+json"
CSV: Final = "text/csv"
HTML: Final = "text/html"
PROBLEM: Final = "application/problem+json"
OPENAPI: Final = "application/vnd.oai.openapi+json;version=3.0"
FORMATS: Final = {"json": JSON, "csv": CSV, "geojson": GEOJSON}
WRITTEN: Final = (*FORMATS.values(), HTML, PROBLEM, OPENAPI)

SMALL, LARGE = 1_000, 500_000
"""Bytes: below the one nothing is compressed, above the other little effort is spent on it."""

AGE: Final = 300
"""Seconds for which an answer need not be asked for again."""

TRIGGERS: Final = ("=", "+", "-", "@", "\t", "\r")
"""First letters by which a spreadsheet would take a text for a formula."""


def choose_format(given: str | None, offered: tuple[str, ...] = tuple(FORMATS)) -> str:
    """
    Choose the format of an answer.

    Parameters
    ----------
    given
        The parameter `f`; None: as the Accept header prefers.
    offered
        Formats that this address has; the first is that of a reader without a wish.

    Returns
    -------
    name
        One of `offered`.
    """
    if given:
        return given
    media = {{**FORMATS, "html": HTML}[name]: name for name in offered}
    wanted = request.accept_mimetypes.best_match(list(media), default=next(iter(media)))
    return media[wanted or next(iter(media))]


def refuse_media() -> None:
    """
    Refuse a request whose Accept header leaves nothing that is written here.

    Raises
    ------
    RequestError
        Says what there is.
    """
    wanted = request.accept_mimetypes
    if wanted and not wanted.best_match([*WRITTEN]):
        there = ", ".join(FORMATS.values())
        raise RequestError(f"Accept: {str(wanted)[:100]} is not written here; there is {there}", 406)


def answer(body: bytes | dict[str, Any], media: str = JSON, status: int = 200) -> Response:
    """
    Send an answer, compressed where the reader can read that, or word that it has not changed.

    Parameters
    ----------
    body
        Bytes, or what is written as JSON.
    media, status
        Its type, and the status.

    Returns
    -------
    response
        With an ETag of its bytes; equal answers are equal bytes in every process of the server.
    """
    if isinstance(body, dict):
        body = orjson.dumps(body)
    packed = len(body) > SMALL and "gzip" in request.headers.get("Accept-Encoding", "")
    if packed:
        body = gzip.compress(body, 1 if len(body) > LARGE else 5, mtime=0)
    kind = f"{media}; charset=utf-8" if media.startswith("text/") else media
    response = Response(body, status, content_type=kind)
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    response.vary.update(["Accept", "Accept-Encoding"])
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = f"public, max-age={AGE}" if status == 200 else "no-store"
    if status == 200:
        response.add_etag()
        response.make_conditional(request)
    return response


def refuse(detail: str, status: int = 400) -> Response:
    """
    Answer with a fault.

    Parameters
    ----------
    detail
        One sentence: what is wrong and what to do.
    status
        Of HTTP.

    Returns
    -------
    response
        A problem document (RFC 9457).
    """
    titles = {
        400: "The request cannot be read",
        404: "There is nothing here",
        405: "This can only be read",
        406: "There is no such format here",
        413: "The request is too large",
        415: "The request is not JSON",
        429: "Too many exports at once",
    }
    title = titles.get(status, "The request failed")
    return answer({"type": "about:blank", "title": title, "status": status, "detail": detail}, PROBLEM, status)


def find_base() -> str:
    """Find the address of the atlas as the reader wrote it, without a slash at the end."""
    return request.url_root.rstrip("/")


def link(address: str, rel: str, media: str = JSON, title: str = "") -> dict[str, str]:
    """Write a link; the address is absolute."""
    return {"href": address, "rel": rel, "type": media, **({"title": title} if title else {})}


def link_pages(count: int, limit: int, offset: int, media: str) -> list[dict[str, str]]:
    """
    Write the links of a page to itself, to the next and to the one before.

    Parameters
    ----------
    count, limit, offset
        All rows, rows of a page, rows before this one.
    media
        Of the answer.

    Returns
    -------
    links
        With every other parameter as it was asked.
    """
    base, given = f"{find_base()}{request.path}", list(request.args.items(multi=True))

    def turn(to: int, rel: str) -> dict[str, str]:
        kept = [(name, value) for name, value in given if name not in {"offset", "limit"}]
        return link(f"{base}?{urlencode([*kept, ('limit', limit), ('offset', to)])}", rel, media)

    links = [link(f"{base}?{urlencode(given)}" if given else base, "self", media)]
    if offset + limit < count:
        links.append(turn(offset + limit, "next"))
    if offset > 0:
        links.append(turn(max(offset - limit, 0), "prev"))
    return links


def answer_rows(table: Table, found: np.ndarray[Any, Any], values: dict[str, Any], form: str) -> Response:
    """
    Answer with a page of rows.

    Parameters
    ----------
    table, found
        The rows, and the positions of all that were asked for.
    values
        "limit" and "offset" are used.
    form
        "json", "csv" or "geojson".

    Returns
    -------
    response
        JSON and GeoJSON bear counts, links, and evidence, unit, source and licence; CSV bears the latter in columns,
        and the former in the headers "Link" and "X-Total-Count".
    """
    limit, offset = values["limit"], values["offset"]
    page = found[offset : offset + limit]
    links = link_pages(found.size, limit, offset, FORMATS[form])
    if form == "csv":
        response = answer(write_csv(table, page), CSV)
        response.headers["Content-Disposition"] = f'attachment; filename="rawaan-{table.name}.csv"'
    elif form == "geojson":
        response = answer(
            {
                "type": "FeatureCollection",
                "features": write_features(table, page),
                **_describe(table, found.size, page.size, links),
            },
            GEOJSON,
        )
    else:
        fields = {field.name: field.describe()["description"] for field in table.fields}
        response = answer(
            {**_describe(table, found.size, page.size, links), "fields": fields, "rows": table.rows(page)}, JSON
        )
    response.headers["Link"] = ", ".join(f'<{one["href"]}>; rel="{one["rel"]}"' for one in links)
    response.headers["X-Total-Count"] = str(found.size)
    return response


def _describe(table: Table, count: int, size: int, links: list[dict[str, str]]) -> dict[str, Any]:
    return {
        "title": table.title,
        "about": table.about.items(),
        "numberMatched": count,
        "numberReturned": size,
        "links": links,
    }


def write_features(table: Table, positions: np.ndarray[Any, Any]) -> list[dict[str, Any]]:
    """
    Write rows as GeoJSON features.

    Parameters
    ----------
    table, positions
        The rows.

    Returns
    -------
    features
        Each with its name as id; the geometry is null where the table has no shapes.
    """
    shapes: list[Any] = [None] * positions.size if table.shapes is None else table.shapes.draw(positions)
    rows = zip(table.identify(positions), shapes, table.rows(positions), strict=True)
    return [{"type": "Feature", "id": name, "geometry": shape, "properties": row} for name, shape, row in rows]


def write_csv(table: Table, positions: np.ndarray[Any, Any]) -> bytes:
    """
    Write rows as CSV (RFC 4180), each with evidence, unit, period, source and licence.

    Parameters
    ----------
    table, positions
        The rows.

    Returns
    -------
    body
        UTF-8. What is withheld is empty; no text begins as a formula does.
    """
    names = [field.name for field in table.fields]
    said = {key: text for key, text in table.about.items().items() if key not in {*names, "boundaries", "caution"}}
    columns = [table.write(name, positions) for name in names]
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([*names, *said])
    tail = [_guard(text) for text in said.values()]
    writer.writerows([*map(_guard, row), *tail] for row in zip(*columns, strict=True))
    return out.getvalue().encode()


def _guard(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(TRIGGERS) else value
