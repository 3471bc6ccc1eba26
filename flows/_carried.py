"""Read the tables carried in `flows/data`. Files in, frames out; nothing is computed here."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

FOLDER = Path(__file__).parent / "data"

# Columns whose cells may all look like numbers ("1.10", "1998") and are names all the same.
TEXT = ("year", "table", "as_of", "period")


@cache
def _read(name: str) -> pd.DataFrame:
    import pandas as pd

    # Only the empty cell is missing: "NA" or "nan" typed by a publisher is text.
    types = dict.fromkeys(TEXT, "str")
    return pd.read_csv(FOLDER / name, dtype=types, keep_default_na=False, na_values=[""], encoding="utf-8")


def read_carried(name: str) -> pd.DataFrame:
    """
    Read one carried CSV file.

    Parameters
    ----------
    name
        File name inside `flows/data`, such as "census_districts.csv".

    Returns
    -------
    table
        A copy the caller may change; empty text cells are "".
    """
    table = _read(name).copy()
    for column in table.columns:
        # An empty text cell says "nothing to add", an empty number says "not published".
        if table[column].dtype == "str":
            table[column] = table[column].fillna("")
    return table
