"""
The OD matrix, the totals of places, and the same flows on other districts.

In an OD matrix rows are origins and columns are destinations, the same codes in the same order. The diagonal
is internal movement: part of the table, never of migration.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ._errors import FlowTableError, KindError
from .margins import add_variances, bound, has_margins, measure_margins
from .table import KEYS, NOT_IMPORTED, RANGE, Flows

if TYPE_CHECKING:
    import pandas as pd


def od_matrix(flows: Flows) -> pd.DataFrame:
    """
    Lay a flow table out as a square matrix.

    Parameters
    ----------
    flows
        The table; several periods or groups are summed.

    Returns
    -------
    matrix
        People from row to column; index "origin" and columns "destination" hold the same codes, sorted. A
        pair without a row is 0. An empty table gives a 0 × 0 matrix.

    Raises
    ------
    KindError
        A stock of several periods, which must not be summed, or corridors without numbers.
    """
    _check_summable(flows)
    codes = _codes(flows)
    matrix = flows.table.pivot_table(
        index="origin", columns="destination", values="people", aggfunc="sum", fill_value=0
    ).reindex(index=codes, columns=codes, fill_value=0)
    matrix.index.name, matrix.columns.name = "origin", "destination"
    return matrix.astype(flows.table["people"].dtype)


def totals(flows: Flows) -> pd.DataFrame:
    """
    Count the people arriving in, leaving and moving within each place.

    Parameters
    ----------
    flows
        As for `od_matrix`.

    Returns
    -------
    totals
        Indexed by place `code`, sorted; `inflow`, `outflow`, `internal` and `net` (inflow less outflow), in
        the table's unit. Every place the table names is there; internal movement is in neither of the
        others, so inflow and outflow have the same sum and net sums to 0. Of a surveyed table with a range also
        `inflow_low`, `inflow_high` and so on: variances add, see `flows.margins`. No other range can be summed
        without knowing how its errors go together, so no other table has these columns.

    Raises
    ------
    KindError
        A stock of several periods, which must not be summed, or corridors without numbers.
    """
    import pandas as pd

    _check_summable(flows)
    table = flows.table
    inside = table["origin"] == table["destination"]
    sums = {
        "inflow": table[~inside].groupby("destination")["people"].sum(),
        "outflow": table[~inside].groupby("origin")["people"].sum(),
        "internal": table[inside].groupby("origin")["people"].sum(),
    }
    index = pd.Index(_codes(flows), name="code", dtype="str")
    result = pd.DataFrame({name: sums[name].reindex(index, fill_value=0) for name in sums}, index=index)
    result = result.astype(table["people"].dtype)
    result["net"] = result["inflow"] - result["outflow"]
    if not has_margins(flows):
        return result
    squares = measure_margins(table) ** 2
    variance = {
        "inflow": squares[~inside].groupby(table["destination"]).sum(),
        "outflow": squares[~inside].groupby(table["origin"]).sum(),
        "internal": squares[inside].groupby(table["origin"]).sum(),
    }
    variances = pd.DataFrame({name: variance[name].reindex(index, fill_value=0.0) for name in sums}, index=index)
    variances["net"] = variances["inflow"] + variances["outflow"]
    for name in (*sums, "net"):
        ends = bound(result[name], variances[name] ** 0.5, signed=name == "net" or flows.kind == "net")
        result[f"{name}_low"], result[f"{name}_high"] = ends["low"], ends["high"]
    return result


def harmonise(flows: Flows, *, to: str) -> Flows:
    """
    Carry a flow table over to another district list or place set.

    Parameters
    ----------
    flows
        The table; its `vintage` names the list or set its codes follow.
    to
        "1998", "2017", "2023", "units", "cities", "bundled", "codab" or "osm", see `boundaries.crosswalk`.

    Returns
    -------
    harmonised
        The same people on the new places. Flows between places that merge become internal. A place that
        splits shares its flows out by people, and its internal movement stays internal to each part, so no
        migration appears that nobody counted; then counted and surveyed become derived. The sum of people,
        internal included, is kept. `low` and `high` go the same way as `people`; a surveyed table's margins of error
        are split likewise and add by variance where flows come together, see `flows.margins`. Once derived they are
        no margins any more: the parts of one surveyed figure err together.

    Raises
    ------
    FlowTableError
        The table's vintage is not known, or a code is not in it.
    """
    import boundaries

    if flows.vintage is None:
        raise FlowTableError(f"the vintage of {flows.source!r} is not known; it cannot be carried over to {to!r}")
    if flows.vintage == to:
        return flows
    weights = boundaries.crosswalk(flows.vintage, to, others=True)
    unknown = sorted(set(_codes(flows)) - set(weights["source"]))
    if unknown:
        raise FlowTableError(f"not a place of {flows.vintage!r}: {', '.join(unknown[:10])}")
    splits = bool((weights.loc[weights["source"].isin(_codes(flows)), "weight"] != 1).any())
    table = _carry_over(flows, weights, splits=splits)
    evidence = "derived" if splits and flows.evidence in {"counted", "surveyed"} else flows.evidence
    return replace(flows, table=table, evidence=evidence, vintage=to, report=NOT_IMPORTED)


def _carry_over(flows: Flows, weights: pd.DataFrame, *, splits: bool) -> pd.DataFrame:
    import pandas as pd

    table = flows.table
    values = [name for name in ("people", *RANGE) if name in table]
    keys = [key for key in KEYS if key in table]
    kept = table[keys + values]
    to_origin = weights.rename(columns={"source": "origin", "target": "new_origin", "weight": "of_origin"})
    to_destination = weights.rename(
        columns={"source": "destination", "target": "new_destination", "weight": "of_destination"}
    )
    inside = kept["origin"] == kept["destination"]
    between = kept[~inside].merge(to_origin, on="origin").merge(to_destination, on="destination")
    within = kept[inside].merge(to_origin, on="origin")
    within = within.assign(new_destination=within["new_origin"], of_destination=1.0)
    moved = pd.concat([between, within], ignore_index=True)
    if splits:
        # Whole counts stay whole numbers where nothing is split.
        share = moved["of_origin"] * moved["of_destination"]
        moved = moved.assign(**{name: moved[name] * share for name in values})
    moved = moved.assign(origin=moved["new_origin"], destination=moved["new_destination"])
    if has_margins(flows):
        return add_variances(moved.sort_values(keys), keys, signed=flows.kind == "net")
    # min_count: a corridor without a number stays without one.
    return moved.groupby(keys, sort=True)[values].sum(min_count=1).reset_index()


def _codes(flows: Flows) -> list[str]:
    return sorted(set(flows.table["origin"]) | set(flows.table["destination"]))


def _check_summable(flows: Flows) -> None:
    if flows.evidence == "documented":
        raise KindError(f"{flows.source!r} documents corridors without numbers, so it has no totals")
    if flows.kind == "stock" and "period" in flows.table and flows.table["period"].nunique() > 1:
        raise KindError("a stock is present on each date; its periods are never summed: choose one")
