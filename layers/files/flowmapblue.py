"""
The pair of tables that FlowmapBlue and every tool in its manner reads, zipped with a README.

- `locations.csv`: id, name, lat, lon
- `flows.csv`: origin, dest, count; where a view has several months, a `flows_MONTH.csv` for each
- `properties.csv`: property, value (title, description, source)

No byte-order mark, which these tools may take for a part of the first heading. A withheld number has no row, because
they would read an empty count as 0.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

from boundaries.language import tr, tr_count
from layers.files.readme import write_readme
from layers.files.text_cells import add_coordinates, guard_text
from layers.files.zips import add_file

if TYPE_CHECKING:
    import pandas as pd

    from layers.files.content import Content


def write_flowmapblue(content: Content, path: Path) -> None:
    """
    Write the flows as FlowmapBlue's tables.

    Parameters
    ----------
    content
        With layers "flows" and "nodes".
    path
        Of the zip.

    Raises
    ------
    ExportError
        The view has no flows with numbers.
    """
    import pyarrow as pa
    from pyarrow import csv

    flows = content.layer("flows").table
    known = flows[flows["people"].notna()]
    nodes = add_coordinates(content.layer("nodes")).table
    tables: dict[str, dict[str, Any]] = {
        "locations": {"id": nodes["code"], "name": nodes["name"], "lat": nodes["lat"], "lon": nodes["lon"]}
    }
    sheets = list(_part_months(known))
    for name, rows in sheets:
        tables[name] = {"origin": rows["origin"], "dest": rows["destination"], "count": rows["people"]}
    lost = say_left_out(len(flows) - len(known))
    properties = describe_map(content, [name for name, _ in sheets], lost=lost)
    tables["properties"] = {"property": list(properties), "value": list(properties.values())}
    words = {
        "locations.csv": tr("Places: id, name, lat, lon"),
        **{f"{name}.csv": tr("Flows: origin, dest, count") for name, _ in sheets},
        "properties.csv": tr("Title, description and source: property, value"),
    }
    day = content.about.date
    with ZipFile(path, "w") as archive:
        with add_file(archive, "README.txt", day) as file:
            file.write(write_readme(content.about, words, notes=[lost] if lost else []).encode())
        for name, columns in tables.items():
            with add_file(archive, f"{name}.csv", day) as file:
                csv.write_csv(pa.table({head: _take(values) for head, values in columns.items()}), file)


def say_left_out(count: int) -> str:
    """
    Say how many withheld flows a file has no row for.

    Parameters
    ----------
    count
        Of them.

    Returns
    -------
    sentence
        "" for none.
    """
    if not count:
        return ""
    words = tr_count("{count} withheld number is left out.", "{count} withheld numbers are left out.", count)
    return words.format(count=count)


def describe_map(content: Content, sheets: list[str], *, lost: str = "") -> dict[str, str]:
    """
    Say what a map is, in FlowmapBlue's words.

    Parameters
    ----------
    content
        What it shows.
    sheets
        Names of the tables of flows.
    lost
        What is left out of them, in a sentence.

    Returns
    -------
    properties
        Property → value. All that a file says of itself is in the description, since there is no other place for it.
    """
    about = content.about
    items = {key: text for key, text in about.items() if key not in {"title", "description", "source", "view_url"}}
    return {
        "title": about.title,
        "description": " · ".join(
            [about.description, *([lost] if lost else []), *(f"{key}: {text}" for key, text in items.items())]
        ),
        "source.name": about.source,
        "source.url": about.view_url if "://" in about.view_url else "",
        "createdBy.name": about.software,
        "flows.sheets": ",".join(sheets),
        "colors.darkMode": "no",
    }


def _part_months(flows: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    """Part the flows by month, where there are several: one table would have them added up."""
    if "month" not in flows or flows["month"].nunique() < 2:
        yield "flows", flows
        return
    for month, rows in flows.groupby("month", sort=False):
        yield f"flows_{re.sub(r'[^0-9A-Za-z]+', '_', str(month)).strip('_')}", rows


def _take(values: Any) -> Any:
    import pyarrow as pa
    from pandas.api.types import is_numeric_dtype

    if is_numeric_dtype(values):
        return pa.array(values.to_numpy(), from_pandas=True)
    return pa.array([guard_text(text) for text in values], pa.string())
