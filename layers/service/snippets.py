"""The same view by code: its address, curl, Python."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode

from boundaries.language import mark, tr
from layers.view import View

ADDRESS: Final = mark("Address of the page")
CURL: Final = mark("curl, for the shell")
PANDAS: Final = mark("Python with pandas")
GEOPANDAS: Final = mark("Python with geopandas")
LIBRARY: Final = mark("Python with Rawaan itself")
MOST: Final = 10_000
"""Rows asked for: as many as one answer may have."""

QGIS: Final = mark("QGIS, as OGC API – Features")


def build_snippets(view_query: str, base_url: str) -> tuple[tuple[str, str], ...]:
    """
    Write how the numbers of a view are had by code.

    Parameters
    ----------
    view_query
        The view, as in the page's address, with or without the question mark.
    base_url
        Address of the atlas.

    Returns
    -------
    snippets
        (what it is, in the language of the moment; text to copy): the page, curl, pandas, geopandas, the library, QGIS.

    Raises
    ------
    ViewError
        The query is no view.
    """
    view = View.from_query(view_query)
    base, query = base_url.rstrip("/"), view.to_query()
    ending = f"?{query}" if query else ""
    layer, asked = find_rows(view)
    rows = [f"{base}/api/{layer.partition('-')[0]}?{urlencode({**one, 'limit': MOST})}" for one in asked]
    answer = f"curl '{base}/api/view{ending}'"
    library = (
        tr(LIBRARY),
        "from layers import View, export\n\n"
        f'view = View.from_query("{query}")\n'
        'export(view, "rawaan.gpkg")  # scope="all": everything behind it',
    )
    if not rows:
        return (tr(ADDRESS), f"{base}/{ending}"), (tr(CURL), answer), library
    return (
        (tr(ADDRESS), f"{base}/{ending}"),
        (tr(CURL), "\n".join([answer, *(f"curl '{one}&f=csv'" for one in rows)])),
        (tr(PANDAS), _write_python("pandas", "pd", "read_csv", [f"{one}&f=csv" for one in rows])),
        (tr(GEOPANDAS), _write_python("geopandas", "gpd", "read_file", [f"{one}&f=geojson" for one in rows])),
        library,
        (tr(QGIS), f"{base}/ogc\n# the same for GDAL:\nogrinfo OAPIF:{base}/ogc {layer}"),
    )


def _write_python(library: str, short: str, read: str, addresses: list[str]) -> str:
    lines = [f"import {library} as {short}", ""]
    if len(addresses) == 1:
        return "\n".join([*lines, f'rows = {short}.{read}("{addresses[0]}")'])
    if short != "pd":
        lines.insert(0, "import pandas as pd")
    parts = "".join(f'    {short}.{read}("{address}"),\n' for address in addresses)
    return "\n".join([*lines, f"rows = pd.concat([\n{parts}])"])


def find_rows(view: View) -> tuple[str, list[dict[str, str]]]:
    """
    Find what the API has of the rows behind a view.

    Parameters
    ----------
    view
        Any.

    Returns
    -------
    layer, asked
        Collection, and what its address under /api is asked with, once or twice; [] where the API has no such rows: a
        scenario, documented corridors and what lies beyond size and distance come as files.
    """
    if view.question == "spill":
        return "cells", [{"district": view.place}]
    if view.question == "balance":
        return "places", [{}]
    if view.question != "to" or view.data == "residual":
        return "flows", []
    own = view.data != "estimate"
    chosen = {"data": view.data} if own else {"period": view.period}
    which = view.data if own else view.period
    layer = "flows" if which == View().period else f"flows-{which}"
    if view.form == "matrix":
        # Of some ten thousand flows all but the first page are got by the link to the next.
        return layer, [chosen]
    ends = {"in": ("destination",), "out": ("origin",)}.get(view.direction, ("destination", "origin"))
    return layer, [{end: view.place, **chosen} for end in ends]
