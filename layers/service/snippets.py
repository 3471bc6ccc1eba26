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
    name, wanted = find_rows(view)
    rows = f"{base}/api/{name}?{urlencode(wanted)}" if wanted else f"{base}/api/{name}"
    joint = "&" if wanted else "?"
    layer = name if name != "totals" else "nodes"
    return (
        (tr(ADDRESS), f"{base}/{ending}"),
        (tr(CURL), f"curl '{rows}{joint}f=csv&limit=10000'\ncurl '{base}/api/view{ending}'"),
        (
            tr(PANDAS),
            f'import pandas as pd\n\nrows = pd.read_csv("{rows}{joint}f=csv&limit=10000")\nprint(rows.head())',
        ),
        (
            tr(GEOPANDAS),
            f'import geopandas as gpd\n\nlayer = gpd.read_file("{rows}{joint}f=geojson&limit=10000")\nlayer.plot()',
        ),
        (
            tr(LIBRARY),
            "from layers import View, export\n\n"
            f'view = View.from_query("{query}")\n'
            'export(view, "rawaan.gpkg")  # scope="all": everything behind it',
        ),
        (tr(QGIS), f"{base}/ogc\n# the same for GDAL:\nogrinfo OAPIF:{base}/ogc {layer}"),
    )


def find_rows(view: View) -> tuple[str, dict[str, str]]:
    """
    Find the address of the API that has the rows behind a view.

    Parameters
    ----------
    view
        Any.

    Returns
    -------
    name, parameters
        Last part of the address, and what to ask it with.
    """
    if view.question == "spill":
        return "cells", {"district": view.place}
    if view.question == "balance":
        return "places", {}
    wanted: dict[str, str] = {}
    if view.question == "to" and view.form != "matrix":
        wanted |= {"origin": view.place} if view.direction == "out" else {"destination": view.place}
    if view.question == "to" and view.data in {"counted", "own"}:
        return "flows", {**wanted, "data": view.data}
    return "flows", {**wanted, "period": view.period}
