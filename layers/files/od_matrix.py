r"""
The flows of a view as an origin–destination matrix: rows are origins, columns destinations, in CSV or XLSX.

`flows.read` reads either back. A matrix has no room at its side for what it says of itself (it would not be square), so
the CSV has lines "# key: value" above it, as `flows.write` has, and pandas reads it with ``comment="#", index_col=0``;
the workbook has sheets of its own after the matrix. An empty cell is a pair that is not in the view, or whose number is
withheld; 0 is a number.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from boundaries.language import tr
from flows.write import FIRST_LINE
from layers._errors import ExportError
from layers.files.content import Column
from layers.files.sheets import add_about_sheet, add_table_sheet, write_book
from layers.files.text_cells import BOM, guard_text

if TYPE_CHECKING:
    import pandas as pd

    from layers.files.content import Content

CORNER = "origin\\destination"


def write_matrix_csv(content: Content, path: Path) -> None:
    """
    Write the flows as a square CSV.

    Parameters
    ----------
    content
        With a layer "flows".
    path
        Of the file.

    Raises
    ------
    ExportError
        There are no flows, or more than one number a pair.
    """
    import pyarrow as pa
    from pyarrow import csv

    matrix = build_matrix(content)
    codes = [guard_text(code) for code in matrix.index]
    table = pa.table(
        [pa.array(codes, pa.string()), *(pa.array(row, from_pandas=True) for row in matrix.to_numpy().T)],
        names=[CORNER, *codes],
    )
    lines = [f"# {key}: {' '.join(text.split())}" for key, text in describe_matrix(content).items()]
    with path.open("wb") as file:
        file.write(BOM + "\n".join([FIRST_LINE, *lines, ""]).encode())
        csv.write_csv(table, file)


def write_matrix_xlsx(content: Content, path: Path) -> None:
    """
    Write the flows as a workbook with a square sheet, and one that names the places.

    Parameters
    ----------
    content
        With a layer "flows".
    path
        Of the file.

    Raises
    ------
    ExportError
        There are no flows, or more than one number a pair.
    """
    matrix = build_matrix(content)
    codes = matrix.index.tolist()
    flows = content.layer("flows")
    unit = next((column.unit for column in flows.columns if column.name == "people"), "")
    square = [Column(code, code, "", "", "") for code in (CORNER, *codes)]
    names = _name_places(content, codes)
    places = [column for column in content.layer("nodes").columns if column.name in names]
    whose = Column("people", tr("Rows are origins, columns are destinations"), unit, "", "")
    sheets = [(tr("Matrix"), (whose,), flows.title), (tr("Places"), places, tr("Codes and names"))]
    with write_book(path, content.about) as book:
        # First, because readers of matrices take the first sheet.
        add_table_sheet(book, tr("Matrix"), square, [codes, *matrix.to_numpy().T.tolist()], plain=True)
        add_table_sheet(book, tr("Places"), places, [names[column.name].tolist() for column in places])
        add_about_sheet(book, content.about, sheets)


def build_matrix(content: Content) -> pd.DataFrame:
    """
    Lay the flows out as a matrix.

    Parameters
    ----------
    content
        With a layer "flows".

    Returns
    -------
    matrix
        Rows are origins, columns destinations, the same codes in the order of the nodes; NaN for a pair without a row.
        Several documented corridors between two places are added.

    Raises
    ------
    ExportError
        There are no flows, or they are of several months.
    """
    import numpy as np
    import pandas as pd

    table = content.layer("flows").table
    if "month" in table and table["month"].nunique() > 1:
        raise ExportError(
            tr("a matrix has one number for each pair, and this has one for each month; export this view alone")
        )
    ends = {*table["origin"], *table["destination"]}
    order = [code for code in content.layer("nodes").table["code"] if code in ends]
    at = {code: position for position, code in enumerate(order)}
    people = np.full((len(order), len(order)), np.nan)
    sums = table.groupby(["origin", "destination"], sort=False)["people"].sum(min_count=1).reset_index()
    people[[at[code] for code in sums["origin"]], [at[code] for code in sums["destination"]]] = sums["people"]
    return pd.DataFrame(people, index=order, columns=order)


def describe_matrix(content: Content) -> dict[str, str]:
    """
    Say what the numbers of a matrix are, with the words that `flows.read` knows.

    Parameters
    ----------
    content
        With a layer "flows".

    Returns
    -------
    said
        Key → text; what is the same in all rows, and then what the file says of itself.
    """
    table = content.layer("flows").table
    said = {"orientation": "rows are origins"}
    for key in ("kind", "evidence", "period", "unit"):
        values = set(table[key]) if key in table else set()
        if len(values) == 1:
            said[key] = str(values.pop())
    if content.about.protection:
        said["caveat"] = content.about.protection
    return {**dict(content.about.items()), **said}


def _name_places(content: Content, codes: list[str]) -> pd.DataFrame:
    names = content.layer("nodes").table[["code", "name", "name_ur", "province"]]
    return names[names["code"].isin(codes)]
