"""
A flow table made fit to leave the server: rows, totals of places and sums protected together.

Each period and each group of a table is a table of its own here, with its own totals, because that is how
readers see it; see `flows.disclosure` for what that does and does not protect.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from flows._errors import DisclosureError, KindError
from flows.table import RANGE, Flows

from .checks import tell_base_fault, tell_threshold_fault
from .slices import Shown, round_slice, show_slice, suppress_slice

if TYPE_CHECKING:
    import pandas as pd

    from .intervals import Floats

METHODS = ("suppress", "random", "controlled")

MICRODATA_THRESHOLD = 10
"""Cells below this are hidden in tables made from persons; our choice, no Pakistani standard was found."""

PUBLISHED_THRESHOLD = 5
"""For tables that somebody has published already, when protection is asked for; our choice."""

_SLICE = ("period", "group")


@dataclass(frozen=True, eq=False)
class Release:
    """
    What may leave the server, and nothing else.

    Parameters
    ----------
    table
        `origin`, `destination`, `people` (NaN where hidden), `low` and `high` where the table has them (NaN too;
        left out when rounded), `period` and `group` where it has them, and `suppressed`. Further columns are left
        out: they may hold the same number in other words.
    totals
        `period` and `group` where the table has them, `code`, `inflow`, `outflow`, `internal`, `net`; a hidden total is
        NaN, and so is a net of which one side is hidden.
    sums
        `period` and `group` where the table has them, `moves` (all migration) and `internal`; NaN where hidden.
    method
        One of `METHODS`, or "none".
    threshold
        Cells and totals above 0 and below it are hidden; None when they are rounded or shown as they are.
    kind
        As for `Flows`.
    sentence
        What was done, for a legend.
    """

    table: pd.DataFrame
    totals: pd.DataFrame
    sums: pd.DataFrame
    method: str
    threshold: float | None
    kind: str | None
    sentence: str

    @property
    def hidden(self) -> int:
        """Count the rows of the table that are hidden."""
        return int(self.table["suppressed"].sum())

    def pair_nets(self) -> pd.DataFrame:
        """
        Subtract the two directions of each pair of places.

        Returns
        -------
        nets
            `period` and `group` where the table has them, `origin`, `destination` (origin sorts first) and `net`
            (people to the destination less people back). A pair with either direction hidden is NaN: a net beside
            the direction shown would give the other away.
        """
        moves = self.table[self.table["origin"] != self.table["destination"]]
        turned = moves["origin"] > moves["destination"]
        signed = moves.assign(
            origin=moves["origin"].where(~turned, moves["destination"]),
            destination=moves["destination"].where(~turned, moves["origin"]),
            net=moves["people"].where(~turned, -moves["people"]),
        )
        keys = [*_slice_keys(moves), "origin", "destination"]
        return signed.groupby(keys)["net"].sum(skipna=False).reset_index()

    def sum_slices(self) -> pd.DataFrame:
        """
        Add up the periods and groups of each pair of places.

        Returns
        -------
        table
            `origin`, `destination`, `people`. A pair hidden in any period or group is NaN: its sum, less the
            parts shown, would give the hidden one away.

        Raises
        ------
        KindError
            A stock of several periods, which must not be summed.
        """
        if self.kind == "stock" and "period" in self.table and self.table["period"].nunique() > 1:
            raise KindError("a stock is present on each date; its periods are never summed: choose one")
        return self.table.groupby(["origin", "destination"])["people"].sum(skipna=False).reset_index()


def default_threshold(flows: Flows, *, published: bool = False) -> int | None:
    """
    Tell below which number of people a table is protected if nobody says otherwise.

    Parameters
    ----------
    flows
        The table.
    published
        Somebody has published these figures already, as all carried tables have been.

    Returns
    -------
    threshold
        `MICRODATA_THRESHOLD` for surveyed tables and for counted events (registration, mobility data, also where the
        evidence is not declared): their small cells are persons. None, no protection, for anything published,
        derived, modelled, a scenario, documented, or counted by a census. `PUBLISHED_THRESHOLD` is there
        to be asked for.
    """
    if published:
        return None
    persons = flows.evidence == "surveyed" or (flows.kind == "event" and flows.evidence in {"counted", None})
    return MICRODATA_THRESHOLD if persons else None


def protect(
    flows: Flows,
    *,
    method: str = "suppress",
    threshold: float | None = None,
    published: bool = False,
    base: int = 3,
    seed: int | None = None,
) -> Release:
    """
    Make a flow table fit to leave the server.

    Parameters
    ----------
    flows
        The table; it is not changed.
    method
        "suppress": cells and totals above 0 and below the threshold are hidden, with the others it takes that
        each such cell may still be any number from 1 (from 0 where people are fractions) to the threshold. Totals
        are hidden like cells where it takes that, so it can always be done. "random" and "controlled": all
        numbers are rounded, see `round_random` and `round_controlled`.
    threshold
        People. `default_threshold` of the table when not given; where that is None too the table is released as
        it is, whatever the method.
    published
        As for `default_threshold`.
    base
        For rounding.
    seed
        For "random", which needs it, see `round_random`.

    Returns
    -------
    release
        See `Release`. An empty table gives an empty one.

    Raises
    ------
    DisclosureError
        The method is unknown, the threshold is no number above 0, the base no whole number from 2 up, a seed is
        missing, or small numbers of the table cannot be protected: its kind is net, or its corridors have no numbers.
    """
    threshold = default_threshold(flows, published=published) if threshold is None else threshold
    if threshold is None:
        return _release(flows, show_slice, "none", None, "Figures are shown as they are, small ones too.")
    faults = _find_faults(flows, method, threshold, base, seed)
    if faults:
        raise DisclosureError("cannot protect this table:\n- " + "\n- ".join(faults))
    if method == "suppress":
        release = _release(flows, lambda cells: suppress_slice(cells, threshold), method, threshold, "")
        return replace(release, sentence=_tell_hidden(release))
    if method == "random":
        generator = np.random.default_rng(seed)
        sentence = (
            f"Figures are rounded at random to multiples of {base}, totals by themselves, so they need not add up."
        )
        return _release(flows, lambda cells: round_slice(cells, base, generator), method, None, sentence)
    sentence = f"Figures are rounded to multiples of {base} so that flows and totals still add up."
    return _release(flows, lambda cells: round_slice(cells, base, None), method, None, sentence)


def _find_faults(flows: Flows, method: str, threshold: float, base: int, seed: int | None) -> list[str]:
    faults = []
    if method not in METHODS:
        faults.append(f"method {method!r} is unknown; it is one of {', '.join(METHODS)}")
    faults += tell_threshold_fault(threshold) + tell_base_fault(base)
    if method == "random" and seed is None:
        faults.append("random rounding needs a seed: the same table must always be rounded in the same way")
    if flows.kind == "net":
        faults.append("a net is the difference of two flows, and a small one may be of large flows: protect those")
    if flows.evidence == "documented":
        faults.append("its corridors have no numbers, so there is nothing to hide")
    return faults


def _release(
    flows: Flows, protect_slice: Callable[[Floats], Shown], method: str, threshold: float | None, sentence: str
) -> Release:
    """Protect each slice by itself and put the pieces together."""
    import pandas as pd

    keys = _slice_keys(flows.table)
    ranges = [name for name in RANGE if name in flows.table and method in {"none", "suppress"}]
    table = flows.table[["origin", "destination", "people", *ranges, *keys]].astype(
        dict.fromkeys(("people", *ranges), "float64")
    )
    # What a caller noted on the frame may hold hidden numbers, and files keep it.
    table.attrs = {}
    totals, sums = [], []
    for values, rows in table.groupby(keys, sort=True) if keys else [((), table)]:
        labels = dict(zip(keys, values, strict=True))
        codes = pd.Index(sorted(set(rows["origin"]) | set(rows["destination"])), dtype="str")
        at = codes.get_indexer(rows["origin"]), codes.get_indexer(rows["destination"])
        cells = np.zeros((len(codes), len(codes)))
        cells[at] = rows["people"]
        shown = protect_slice(cells)
        table.loc[rows.index, "people"] = shown.cells[at]
        places = {"code": codes, "inflow": shown.inflow, "outflow": shown.outflow, "internal": np.diag(shown.cells)}
        totals.append(pd.DataFrame(labels | places | {"net": shown.inflow - shown.outflow}))
        sums.append(pd.DataFrame(labels | {"moves": [shown.moves], "internal": [shown.internal]}))
    table["suppressed"] = table["people"].isna() & (method == "suppress")
    table.loc[table["suppressed"], ranges] = np.nan
    return Release(
        table,
        pd.concat(totals, ignore_index=True),
        pd.concat(sums, ignore_index=True),
        method,
        threshold,
        flows.kind,
        sentence,
    )


def _slice_keys(table: pd.DataFrame) -> list[str]:
    return [key for key in _SLICE if key in table]


def _tell_hidden(release: Release) -> str:
    """Say how much is hidden, in what may be known: people only where all sums are published."""
    shown = float(release.table["people"].sum())
    everybody = float(release.sums[["moves", "internal"]].sum(skipna=False).sum(skipna=False))
    share = f", {1 - shown / everybody:.1%} of the people" if everybody > 0 else ""
    totals = int(release.totals[["inflow", "outflow"]].isna().sum().sum())
    also = f" So are {totals:,} totals of places." if totals else ""
    return (
        f"Flows of fewer than {release.threshold:,g} people are hidden, and others that would give them away: "
        f"{release.hidden:,} of {len(release.table):,} flows{share}.{also}"
    )
