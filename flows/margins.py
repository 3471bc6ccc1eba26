"""
Margins of error of surveyed figures, through every sum.

A survey gives each figure with a margin of error m, to either side and at one level of confidence (the American
Community Survey: 90 %). The errors of two figures are taken for independent, so their variances add and the margin
of a sum, or of a difference, is

    m = sqrt(m_1² + m_2² + …)

at the same level (US Census Bureau, Understanding and Using American Community Survey Data, 2018, ch. 8). Adding low
to low and high to high would say that all errors fall on the same side, and make the sums of many small flows look
unknown. It is the right thing for every other evidence, and is done there: the readings of one model, or the bounds
of one arithmetic, do err on the same side.

Two limits. Flows that share sampled households do not err quite independently. And where many of the figures summed
are zero the margin comes out wider than the Bureau's own practice, which counts the margins of zeros but once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from .table import Flows


def has_margins(flows: Flows) -> bool:
    """
    Tell whether the range of a table is a survey's margin of error.

    Parameters
    ----------
    flows
        Any table.

    Returns
    -------
    has
        It is surveyed and has `low` and `high`.
    """
    return flows.evidence == "surveyed" and {"low", "high"} <= set(flows.table)


def add_variances(table: pd.DataFrame, keys: list[str], *, signed: bool) -> pd.DataFrame:
    """
    Sum the people of rows with the same keys, and their margins by variance.

    Parameters
    ----------
    table
        `people`, `low` and `high`, and the keys.
    keys
        Columns that tell which rows belong together.
    signed
        The people may be negative (net moves); otherwise no low end is below 0.

    Returns
    -------
    sums
        One row for each combination of keys in order of appearance: the keys, `people`, `low`, `high`. No row gives
        no row.
    """
    squares = measure_margins(table) ** 2
    sums = table.assign(square=squares).groupby(keys, sort=False)[["people", "square"]].sum().reset_index()
    import numpy as np

    margin = np.sqrt(sums.pop("square"))
    return sums.assign(**bound(sums["people"], margin, signed=signed))


def measure_margins(table: pd.DataFrame) -> pd.Series:
    """
    Measure the margin of error of each row.

    Parameters
    ----------
    table
        `people`, `low` and `high`.

    Returns
    -------
    margins
        People to either side: the larger arm of the range. It is the margin itself where the range is even, and
        where the low end was cut off at nobody.
    """
    above, below = table["high"] - table["people"], table["people"] - table["low"]
    return above.where(above > below, below).astype("float64")


def bound(people: pd.Series, margin: pd.Series, *, signed: bool) -> dict[str, pd.Series]:
    """
    Give the range of figures with a margin of error.

    Parameters
    ----------
    people, margin
        The figures, and the margin to either side, not negative.
    signed
        As for `add_variances`.

    Returns
    -------
    range
        "low" and "high".
    """
    low = people - margin
    return {"low": low if signed else low.clip(lower=0), "high": people + margin}


def differs_from_zero(flows: Flows) -> pd.Series:
    """
    Tell the flows whose range does not hold zero.

    Parameters
    ----------
    flows
        Any table.

    Returns
    -------
    differs
        True or False for each row of `flows.table`, by its index: `low` is above 0, or for net moves `high` below it.
        Where a table has no range its figures are taken as they stand: all but zeros differ. A corridor without a
        number does not.
    """
    table = flows.table
    if not {"low", "high"} <= set(table):
        return table["people"].notna() & (table["people"] != 0)
    return (table["low"] > 0) | (table["high"] < 0)
