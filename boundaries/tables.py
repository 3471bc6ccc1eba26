"""
The carried tables of names and places.

Small CSV files in `boundaries/data`, UTF-8, one fact a row; `sources.csv` says where each comes from. They
are read once, with the standard library, so that a page can search and label places without loading pandas.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from boundaries._errors import UnknownPlaceError

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["DATA", "LEVELS", "places_table", "read_table", "units"]

DATA = Path(__file__).parent / "data"

LEVELS = ("country", "province", "division", "district")
"""Levels of `places.csv`, from the top."""


@cache
def read_table(name: str) -> tuple[dict[str, str], ...]:
    """
    Read a carried CSV table, once.

    Parameters
    ----------
    name
        File name inside `boundaries/data`, such as "places.csv" or "sets/bundled.csv".

    Returns
    -------
    rows
        One dict of strings per row, in file order. Shared between callers: do not change it.

    Raises
    ------
    FileNotFoundError
        There is no such table.
    """
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def places_table(*, level: str | None = "district") -> pd.DataFrame:
    """
    List the known places, without geometry.

    Parameters
    ----------
    level
        "country", "province", "division", "district", or None for all of them. Districts are the 136 of the
        2023 census, 10 of Azad Jammu and Kashmir, 10 of Gilgit-Baltistan, and the older or newer ones that
        some boundary set or census list needs (Karachi as one, Chitral, Kohistan, Lehri, the six Frontier
        Regions, Hunza-Nagar and four districts of Gilgit-Baltistan announced in 2019).

    Returns
    -------
    places
        `code`, `name`, `name_ur`, `parent` (code one level up; "" for the country), `level`, and `unit`: the
        comparable unit, "" where there is none (Karachi as one spans six units; Azad Jammu and Kashmir and
        Gilgit-Baltistan have no census figures here).

    Raises
    ------
    UnknownPlaceError
        There is no such level.
    """
    import pandas as pd

    if level is not None and level not in LEVELS:
        raise UnknownPlaceError(f"there is no level {level!r}; choose from {', '.join(LEVELS)}")
    rows = [row for row in read_table("places.csv") if level in (None, row["level"])]
    return pd.DataFrame(rows, columns=["code", "name", "name_ur", "parent", "level", "unit"])


def units() -> pd.DataFrame:
    """
    List the 128 units on which the censuses of 1998, 2017 and 2023 can be compared.

    Returns
    -------
    units
        `code`, `name`, `name_ur`, `province` (code), sorted by code. A unit that is one district of 2023 has
        that district's code.
    """
    import pandas as pd

    return pd.DataFrame(read_table("units.csv"))
