"""
The carried tables by name.

A table of origins and destinations loads as `Flows`; any other table of facts loads as `Facts`, which has the
same five things to ask for: `.table`, `.kind`, `.evidence`, `.source`, `.report`. Where one table holds facts
of several kinds or of different evidence the word is "various", and its rows have their own columns for it.
A `source` column holds keys of `publications()`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ._carried import FOLDER, read_carried
from ._errors import UnknownDatasetError
from .report import Count, Report
from .table import Flows

if TYPE_CHECKING:
    import pandas as pd

_KNOWN = ("title", "kind", "evidence", "source", "vintage", "period", "unit", "caveat")

COLUMNS = ("name", "title", "kind", "evidence", "vintage", "period", "source", "licence")


@dataclass(frozen=True, eq=False)
class Facts:
    """
    A carried table that is not origin by destination: a census, published shares, counts of settlements.

    Parameters
    ----------
    name
        Name in `datasets()`.
    title
        What it is, in words.
    table
        One fact per row.
    kind, evidence
        As for `Flows`, or "various" where the rows say it themselves.
    source
        Publishers and tables in words.
    report
        How many rows the file holds; all are kept.
    vintage, period, unit
        District list of the codes, time, and what the numbers count; "" where a table has several or none.
    caveat
        A warning to be shown beside the numbers.
    """

    name: str
    title: str
    table: pd.DataFrame
    kind: str
    evidence: str
    source: str
    report: Report
    vintage: str = ""
    period: str = ""
    unit: str = ""
    caveat: str = ""


def datasets() -> pd.DataFrame:
    """
    List every carried table.

    Returns
    -------
    datasets
        One row each: `name`, `title`, `kind`, `evidence`, `vintage`, `period`, `source`, `licence`.
    """
    return read_carried("datasets.csv")[list(COLUMNS)]


def publications() -> pd.DataFrame:
    """
    List the publications the `source` keys of the carried tables stand for.

    Returns
    -------
    publications
        One row each: `key`, `publisher`, `title`, `year`, `url`, `note`.
    """
    return read_carried("publications.csv")


def load(name: str) -> Flows | Facts:
    """
    Load a carried table.

    Parameters
    ----------
    name
        A name in `datasets()`.

    Returns
    -------
    table
        `Flows` when it is origin by destination, else `Facts`.

    Raises
    ------
    UnknownDatasetError
        No carried table has that name; the message lists those there are.
    """
    listed = read_carried("datasets.csv").set_index("name")
    if name not in listed.index:
        raise UnknownDatasetError(f"there is no table {name!r}; there are {', '.join(sorted(listed.index))}")
    about = listed.loc[name]
    path = FOLDER / about["file"]
    if _holds_flows(path.name):
        from .read import read

        return read(path)
    table = read_carried(path.name)
    everything = Count(len(table), float(table["people"].sum()) if "people" in table else 0)
    return Facts(
        name=name,
        table=table,
        report=Report(everything, everything),
        **{key: str(about[key]) for key in _KNOWN},
    )


def _holds_flows(name: str) -> bool:
    """Tell our own flow files: Parquet, or CSV with our first line."""
    path = FOLDER / name
    if path.suffix == ".parquet":
        return True
    with path.open(encoding="utf-8") as file:
        return file.readline().startswith("# rawaan flows")
