"""
Hold an OD matrix against every published figure that speaks about it.

Each yardstick has a role:

============  ========================================================================================
fit           it helped to choose the parameters of the estimate, so agreement proves little
test          nothing was fitted to it; it was known, though, when the form of the model was chosen
constructed   the estimate meets it by construction
upper bound   the published figure may count more than the estimate does
============  ========================================================================================

and a verdict: "hit" when the estimate lies within the yardstick's tolerance of what was published (for a
fragment, of the span between the men's and the women's column), "near" when only its range reaches there,
"miss" otherwise. The published figures are mostly of lifetime migrants of 1998, the estimate is of moves a
year after 1998: only shares are compared, and a miss may be a change of the times.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from boundaries.language import mark, tr

from ._errors import EstimateError
from .matrix import od_matrix
from .published_yardsticks import (
    DESTINATIONS,
    FIVE,
    FRAGMENT_TOLERANCE,
    HALF,
    KP,
    ORIGINS,
    PUNJAB,
    SENDERS,
    SINDH,
    WORKERS,
    Yardstick,
    list_yardsticks,
    read_figures,
    read_fragments,
    say_way,
)

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from .table import Flows

    Floats = NDArray[np.float64]

__all__ = [
    "compare_yardsticks",
    "count_sentences",
    "list_yardsticks",
    "measure",
    "measure_loss",
    "summary_sentences",
]

# One step of the loss: five percentage points, about the misfit of the best models.
_LOSS_STEP = 5.0

_COUNTS = {
    "test": mark(
        "Of {count} figures that nothing was fitted to, though they were known, {hits} agree, {near} only at the edge "
        "of the range, {missed} do not."
    ),
    "fit": mark(
        "Of {count} figures that helped to choose it, {hits} agree, {near} only at the edge of the range, {missed} do "
        "not."
    ),
}

_ALL = {
    "test": mark("All {count} figures that nothing was fitted to, though they were known, agree."),
    "fit": mark("All {count} figures that helped to choose it agree."),
}

_NONE = {
    "test": mark("None of the {count} figures that nothing was fitted to, though they were known, agrees."),
    "fit": mark("None of the {count} figures that helped to choose it agrees."),
}


def measure(matrix: pd.DataFrame) -> dict[str, float]:
    """
    Compute from an OD matrix everything the yardsticks ask for.

    Parameters
    ----------
    matrix
        People, square over the 123 city units; rows are origins. The diagonal is left out.

    Returns
    -------
    measured
        Yardstick name → value: percentages 0–100, misfits in percentage points, people a year.

    Raises
    ------
    EstimateError
        A place the yardsticks need is not in the matrix.
    """
    province = _find_provinces()
    needed = {*SENDERS, *DESTINATIONS, *FIVE, *WORKERS}
    missing = sorted(needed - set(matrix.index)) + sorted(set(matrix.index) - set(province))
    if missing:
        raise EstimateError(f"the yardsticks are by city unit and cannot use or find {', '.join(missing)}")
    codes = list(matrix.index)
    at = {code: position for position, code in enumerate(codes)}
    moves = matrix.reindex(columns=codes).to_numpy("float64", copy=True)
    np.fill_diagonal(moves, 0.0)
    where = np.array([province[code] for code in codes])
    punjab, sindh, kp = where == PUNJAB, where == SINDH, where == KP
    inflow = moves.sum(axis=0)
    within = moves[np.ix_(punjab, punjab)].sum()

    found: dict[str, float] = {}
    for origin in ORIGINS:
        sent = moves[at[origin]] * punjab
        for destination in DESTINATIONS:
            found[f"{origin}>{destination}"] = 100 * sent[at[destination]] / sent.sum()
    shares = np.array(list(found.values()))
    for sex, counted in read_fragments().items():
        found[f"fragments-{sex}-rms"] = float(np.sqrt(np.mean((shares - counted) ** 2)))
        found[f"fragments-{sex}-r"] = float(np.corrcoef(shares, counted)[0, 1])
    five = [at[code] for code in FIVE]
    found["punjab-within"] = 100 * within / inflow[punjab].sum()
    found["kp-within"] = 100 * moves[np.ix_(kp, kp)].sum() / inflow[kp].sum()
    found["sindh-from-other-provinces"] = 100 * (1 - moves[np.ix_(sindh, sindh)].sum() / inflow[sindh].sum())
    found["lahore-of-punjab"] = 100 * inflow[at["lahore"]] / inflow[punjab].sum()
    found["five-of-punjab"] = 100 * inflow[five].sum() / inflow[punjab].sum()
    found["five-in-order"] = float(_count_in_order(inflow, five))
    found["lahore-of-pakistan"] = 100 * inflow[at["lahore"]] / inflow.sum()
    for sender in SENDERS:
        found[f"{sender}-of-punjab"] = 100 * moves[at[sender], punjab].sum() / within
    found["top-15"] = 100 * np.sort(inflow)[::-1][:15].sum() / inflow.sum()
    found["workers-in-order"] = float(_count_in_order(inflow, [at[code] for code in WORKERS]))
    found["karachi-inflow"] = inflow[at["karachi"]]
    found["all-moves"] = inflow.sum()
    return {name: float(value) for name, value in found.items()}


def measure_loss(measured: dict[str, float]) -> float:
    """
    Add up how badly a matrix fits the yardsticks of role fit: what the parameters were chosen by.

    Parameters
    ----------
    measured
        From `measure`.

    Returns
    -------
    loss
        Mean of the men's and the women's mean square error of the fragments, the square error of Sindh's
        71 %, and the square shortfalls of the two majorities below 50 %, each in steps of 5 points.
    """
    fragments = (measured["fragments-men-rms"] ** 2 + measured["fragments-women-rms"] ** 2) / 2
    sindh = (measured["sindh-from-other-provinces"] - read_figures()["sindh-from-other-provinces-1998"]) ** 2
    short = sum(max(0.0, HALF - measured[name]) ** 2 for name in ("punjab-within", "kp-within"))
    return (fragments + sindh + short) / _LOSS_STEP**2


def compare_yardsticks(flows: Flows, *, ranges: pd.DataFrame | None = None) -> pd.DataFrame:
    """
    Compare a flow table with every published figure.

    Parameters
    ----------
    flows
        Flows between the 123 city units, people a year.
    ranges
        `low` and `high` of each measured value, indexed by yardstick name, from an ensemble; without it the
        two columns equal `estimated`.

    Returns
    -------
    comparison
        One row per yardstick, fit first: `name`, `title`, `published` (middle of the published span, NaN where
        only a bound or a majority was published), `published_low`, `published_high`, `estimated`, `low`,
        `high`, `unit`, `role`, `verdict`, `source`, `note`, and `published_text` and `estimated_text` for a
        reader. Titles, notes and texts are in the language of the moment, see `boundaries.language`.

    Raises
    ------
    EstimateError
        The table is not by city unit.
    """
    import pandas as pd

    measured = measure(od_matrix(flows))
    rows = []
    for yardstick in list_yardsticks():
        value = measured[yardstick.name]
        low, high = value, value
        if ranges is not None:
            low = min(value, float(ranges["low"][yardstick.name]))
            high = max(value, float(ranges["high"][yardstick.name]))
        rows.append(
            {
                "name": yardstick.name,
                "title": yardstick.title,
                "published": yardstick.figure,
                "published_low": yardstick.low,
                "published_high": yardstick.high,
                "estimated": value,
                "low": low,
                "high": high,
                "unit": yardstick.unit,
                "role": yardstick.role,
                "verdict": _judge(yardstick, value, low, high),
                "source": yardstick.source,
                "note": yardstick.note,
                "published_text": _tell_published(yardstick),
                "estimated_text": _tell_estimated(value, low, high, yardstick.unit),
            }
        )
    return pd.DataFrame(rows)


def summary_sentences(comparison: pd.DataFrame) -> list[str]:
    """
    Say in a few sentences how good the estimate is, misses included.

    Parameters
    ----------
    comparison
        From `compare_yardsticks`, in the same language.

    Returns
    -------
    sentences
        How many fits and tests are met; each test that is missed, by name; what is met by construction; and
        what no yardstick covers.
    """
    *counts, last = count_sentences(comparison)
    return [*counts, *_say_misses(comparison), last]


def count_sentences(comparison: pd.DataFrame) -> list[str]:
    """
    Say how many yardsticks the estimate meets, without the single misses.

    Parameters
    ----------
    comparison
        From `compare_yardsticks`.

    Returns
    -------
    sentences
        Tests, fits, counted shares; last, what is met by construction and what no yardstick covers.
    """
    table = comparison[~comparison["name"].str.contains(">")]
    fragments = comparison[comparison["name"].str.contains(">")]
    sentences = []
    for role, says in _COUNTS.items():
        part = table[table["role"] == role]
        if part.empty:
            continue
        counts = part["verdict"].value_counts()
        hits, near, missed = (int(counts.get(verdict, 0)) for verdict in ("hit", "near", "miss"))
        if hits == len(part):
            says = _ALL[role]
        elif missed == len(part):
            says = _NONE[role]
        sentences.append(tr(says).format(count=len(part), hits=hits, near=near, missed=missed))
    said = tr(
        "Of the {count} counted shares of 1998 (southern Punjab), {inside} are within {points} points of the span "
        "between men and women."
    )
    inside = int((fragments["verdict"] == "hit").sum())
    return [
        *sentences,
        said.format(count=len(fragments), inside=inside, points=f"{FRAGMENT_TOLERANCE:.0f}"),
        tr(
            "Karachi's inflow is met by construction, so it says nothing about the model. No count of moves between "
            "other pairs of districts is published: for most arrows nothing is known but the model."
        ),
    ]


def _say_misses(comparison: pd.DataFrame) -> list[str]:
    fragment = comparison["name"].str.contains(">")
    missed = comparison[~fragment & comparison["role"].isin(["test", "fit"]) & (comparison["verdict"] == "miss")]
    sentences = [
        tr("Missed: {title}: {estimated}; published: {published}.").format(
            title=row["title"], estimated=row["estimated_text"], published=row["published_text"]
        )
        for row in missed.to_dict("records")
    ]
    far = comparison[fragment & (comparison["verdict"] == "miss")].to_dict("records")
    if far:
        one = tr("{way} {estimated}, counted {published}")
        said = [
            one.format(
                way=say_way(*row["name"].split(">")),
                estimated=_tell(row["estimated"], row["unit"]),
                published=row["published_text"],
            )
            for row in far
        ]
        sentences.append(tr("Counted shares it misses: {shares}.").format(shares="; ".join(said)))
    return sentences


def _judge(yardstick: Yardstick, value: float, low: float, high: float) -> str:
    least, most = yardstick.low - yardstick.tolerance, yardstick.high + yardstick.tolerance
    if least <= value <= most:
        return "hit"
    return "near" if low <= most and high >= least else "miss"


def _count_in_order(inflow: Floats, places: list[int]) -> int:
    """Count how many of the places stand, among themselves, at their published rank."""
    ranked = sorted(places, key=lambda place: -inflow[place])
    return sum(place == published for place, published in zip(ranked, places, strict=True))


def _find_provinces() -> dict[str, str]:
    from .census import find_parents

    cities, provinces = find_parents("cities"), find_parents("province")
    return {city: provinces[district] for district, city in cities.items()}


def _tell_published(yardstick: Yardstick) -> str:
    if yardstick.role == "upper bound":
        return tr("at most {limit}").format(limit=_tell(yardstick.high, yardstick.unit))
    if yardstick.high - yardstick.low >= HALF:
        return tr("most")
    if yardstick.unit in ("points", "correlation"):
        trial = yardstick.high if yardstick.unit == "points" else yardstick.low
        return tr("{value} in the trial to beat").format(value=f"{trial:g}")
    if yardstick.low < yardstick.high:
        return tr("{low}–{high} %").format(low=f"{yardstick.low:g}", high=f"{yardstick.high:g}")
    return _tell(yardstick.low, yardstick.unit)


def _tell_estimated(value: float, low: float, high: float, unit: str) -> str:
    if low >= high:
        return _tell(value, unit)
    said = tr("{value} ({low} to {high})")
    return said.format(value=_tell(value, unit), low=_tell(low, unit), high=_tell(high, unit))


def _tell(value: float, unit: str) -> str:
    if unit == "percent":
        return tr("{number} %").format(number=f"{value:.2g}" if value < 1 else f"{value:.1f}")
    if unit == "people a year":
        return tr("{people} a year").format(people=f"{value:,.0f}")
    if unit == "districts":
        return tr("{count} of 5").format(count=f"{value:.0f}")
    return f"{value:.2f}"
