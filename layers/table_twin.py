"""
The map as a table, for readers who do not see it or want to read it line by line.

Its rows are what the map says when it is pointed at, so that table and map cannot disagree.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from dash import html
from numpy.typing import NDArray

from boundaries.language import mark, speak, tr
from layers.cell_layer import unpack_cells, unpack_counts
from layers.markup import aria
from layers.picture import Picture
from layers.screen import Screen
from layers.view import View
from layers.wording import say_parts

if TYPE_CHECKING:
    from layers.atlas import Atlas

MOST: Final = 500
"""Rows of one table; a file has all of them."""

TITLES: Final = {
    "flows": mark("Flows"),
    "corridors": mark("Corridors"),
    "rings": mark("Origins without one place"),
    "places": mark("Places"),
    "cells": mark("Cells"),
    "abadis": mark("Katchi abadis"),
}
"""Name of a trace → what its rows are; traces that say nothing have no table."""

_SLOT: Final = re.compile(r"%\{customdata\[(\d+)\](?::([^}]*))?\}")


def build_table(atlas: Atlas, view: View) -> list[Any]:
    """
    Build the table of a view's map.

    Parameters
    ----------
    atlas, view
        Numbers and choices.

    Returns
    -------
    children
        A heading, the finding, and a table for each kind of mark, widest flows first.
    """
    with speak(view.lang):
        picture = atlas.draw(view, Screen())
        parts: list[Any] = [html.H2(picture.finding.title), html.P(picture.finding.lead)]
        for title, rows in list_rows(picture):
            parts.append(_build_rows(title, rows))
        parts.append(html.P(picture.credit, className="quiet"))
        return parts


def list_rows(picture: Picture) -> list[tuple[str, list[tuple[str, str]]]]:
    """
    List what the marks of a picture say.

    Parameters
    ----------
    picture
        Any.

    Returns
    -------
    tables
        (title, rows), and a row is (name, words). Flows come before places, the widest first; places in the order of
        their names.
    """
    found: dict[str, list[tuple[str, str]]] = {}
    beside: list[int] | None = None
    ids = np.zeros(0, dtype=np.uint64)
    for trace in picture.traces:
        name = str(trace.get("name") or ("rings" if trace.get("hovertext") else ""))
        if trace["type"] == "heatmap":
            found["flows"] = _read_matrix(trace)
        elif name == "cells":
            columns = unpack_counts(trace["customdata"], beside)
            beside = columns[1] if len(columns) > 1 else None
            ids = unpack_cells(trace["meta"]["cells"]) if "cells" in trace["meta"] else ids
            found["cells"] = _read_cells(trace, columns, ids)
        elif name in TITLES and trace.get("hovertext"):
            rows = [_split(text) for text in trace["hovertext"]]
            found[name] = sorted(rows) if name == "places" else rows[::-1]
    # Places that only have a name say nothing.
    found["places"] = [row for row in found.get("places", []) if row[1]]
    return [(tr(TITLES[name]), found[name]) for name in TITLES if found.get(name)]


def _split(text: str) -> tuple[str, str]:
    first, *rest = text.split("<br>")
    return _plain(first), say_parts(_plain(part) for part in rest)


def _plain(text: str) -> str:
    return re.sub(r"<[^>]+>", "", text).strip()


def _read_cells(trace: dict[str, Any], unpacked: list[Any], ids: NDArray[np.uint64]) -> list[tuple[str, str]]:
    """Fill the hover of cells in, as the browser does. Of two maps the second, the later one, is read."""
    names, *facts = unpacked
    columns = [[trace["meta"]["names"][position] for position in names], *facts]
    template = trace["hovertemplate"].replace("<extra></extra>", "")

    def fill(row: int) -> tuple[str, str]:
        def write(slot: re.Match[str]) -> str:
            value = columns[int(slot[1])][row]
            return format(value, slot[2]) if slot[2] and not isinstance(value, str) else str(value)

        name, words = _split(_SLOT.sub(write, template))
        return f"{name}, {int(ids[row]):x}", words

    return [fill(row) for row in range(len(names))]


def _read_matrix(trace: dict[str, Any]) -> list[tuple[str, str]]:
    people = np.asarray(trace["customdata"], dtype=np.float64)
    order = np.argsort(-np.nan_to_num(people), axis=None, kind="stable")[:MOST]
    rows = []
    for origin, destination in zip(*np.unravel_index(order, people.shape), strict=True):
        said = trace["hovertemplate"].replace("<extra></extra>", "").replace("%{y}", str(trace["y"][origin]))
        said = said.replace("%{x}", str(trace["x"][destination]))
        rows.append(_split(said.replace("%{customdata:,}", f"{people[origin, destination]:,.0f}")))
    return rows


def _build_rows(title: str, rows: list[tuple[str, str]]) -> html.Section:
    head = html.Tr([html.Th(tr("Name"), scope="col"), html.Th(tr("What the map says"), scope="col")])
    body = [html.Tr([html.Th(name, scope="row"), html.Td(words)]) for name, words in rows[:MOST]]
    parts: list[Any] = [html.Table([html.Caption(title), html.Thead(head), html.Tbody(body)], className="twin")]
    if len(rows) > MOST:
        more = tr("{count} more rows are in the files of Download.").format(count=f"{len(rows) - MOST:,}")
        parts.append(html.P(more))
    return html.Section(parts, role="region", tabIndex=0, **aria(label=title))
