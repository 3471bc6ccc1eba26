"""
The measures of one table of flows, for people: each with its value, its unit and a plain sentence.

The figures are those of `flows.indicators`; the sentences are made in `flows.measure_sentences`; what a measure means
is read from the docstring of its function, so that it is written once. Both are in the language of the moment, see
`boundaries.language`.
"""

from __future__ import annotations

import inspect
import math
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from boundaries.language import mark, tr

from . import indicators
from ._errors import IndicatorError
from .known_places import find_distances, find_population
from .matrix import od_matrix
from .measure_sentences import SENTENCES, Told
from .table import Flows
from .zonings import measure_zonings

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

__all__ = ["Measure", "measure_flows", "measure_places", "measure_zonings"]

YEARLY = "people a year"

PLACE_UNITS = {
    "in_migration_rate": "per 1,000",
    "out_migration_rate": "per 1,000",
    "net_migration_rate": "per 1,000",
    "effectiveness_by_place": "%",
    "gini_origin": "0–1",
    "gini_destination": "0–1",
    "coefficient_of_variation_origin": "",
    "coefficient_of_variation_destination": "",
}
"""The measures that have one figure for each place, and their units; those per 1,000 need a population."""

# With more places than this, putting zones together step by step takes longer than all other measures.
_MOST_ZONES = 500

_NOT_GIVEN = {
    "population": mark("it needs the people of every place, and they were not given"),
    "distance": mark("it needs the distance between every two places, and they were not given"),
}


@dataclass(frozen=True)
class Measure:
    """
    One measure of a whole table.

    Attributes
    ----------
    name
        Name to ask for it by, such as "migration_effectiveness".
    title
        Name to print, such as "Effectiveness".
    value
        The figure; NaN where it cannot be taken.
    unit
        "%", "km", "per km", "0–1" (a scale), "0–1/n" (a scale ending at 1 / places), or "" for a plain number.
    sentence
        What the figure says, or why there is none.
    help
        What the measure is, from the docstring of its function.
    """

    name: str
    title: str
    value: float
    unit: str
    sentence: str
    help: str


@dataclass(frozen=True)
class _Kind:
    """
    How a measure is taken: the function, what it needs besides the matrix, and the options that pick it.

    `explained_by` is the function whose docstring tells what it is, where that is another.
    """

    name: str
    title: str
    unit: str
    function: Callable[..., float]
    needs: tuple[str, ...] = ()
    options: dict[str, Any] = field(default_factory=dict)
    explained_by: Callable[..., float] | None = None


def _take_slope(matrix: pd.DataFrame, population: pd.Series, distance: pd.DataFrame) -> float:
    """Take Courgeau's k as the slope over ever coarser zones."""
    if len(matrix) > _MOST_ZONES:
        raise IndicatorError(
            f"zones are put together step by step, which is not done here for more than {_MOST_ZONES} places; "
            "flows.measure_zonings does it for any number"
        )
    return float(measure_zonings(matrix, population, distance).attrs["slope"])


_KINDS = (
    _Kind("crude_migration_intensity", mark("Intensity"), "%", indicators.crude_migration_intensity, ("population",)),
    _Kind("migration_effectiveness", mark("Effectiveness"), "%", indicators.migration_effectiveness),
    _Kind(
        "aggregate_net_migration_rate",
        mark("Aggregate net migration rate"),
        "%",
        indicators.aggregate_net_migration_rate,
        ("population",),
    ),
    _Kind("courgeau_k", mark("Courgeau’s k"), "", indicators.courgeau_k, ("population",)),
    _Kind(
        "courgeau_slope",
        mark("Courgeau’s k, slope over coarser zones"),
        "",
        _take_slope,
        ("population", "distance"),
        explained_by=indicators.courgeau_slope,
    ),
    _Kind("connectivity", mark("Connectivity"), "0–1", indicators.connectivity),
    _Kind(
        "inequality_equal",
        mark("Inequality, against equal flows"),
        "0–1",
        indicators.inequality,
        options={"against": "equal"},
    ),
    _Kind(
        "inequality_independence",
        mark("Inequality, against independence"),
        "0–1",
        indicators.inequality,
        options={"against": "independence"},
    ),
    _Kind("gini", mark("Gini index of all flows (Bell)"), "0–1", indicators.gini),
    _Kind(
        "gini_uncorrected",
        mark("Gini index of all flows (Plane–Mulligan)"),
        "0–1",
        indicators.gini,
        options={"corrected": False},
    ),
    _Kind("mean_weighted_gini", mark("Mean weighted Gini index (Bell)"), "0–1/n", indicators.mean_weighted_gini),
    _Kind(
        "mean_weighted_gini_swapped",
        mark("Mean weighted Gini index (migration.indices)"),
        "0–1/n",
        indicators.mean_weighted_gini,
        options={"variant": "migration.indices"},
    ),
    _Kind("coefficient_of_variation", mark("Coefficient of variation"), "", indicators.coefficient_of_variation),
    _Kind(
        "aggregate_coefficient_of_variation",
        mark("Aggregate coefficient of variation"),
        "",
        indicators.aggregate_coefficient_of_variation,
    ),
    _Kind("mean_distance", mark("Mean distance"), "km", indicators.mean_distance, ("distance",)),
    _Kind("median_distance", mark("Median distance"), "km", indicators.median_distance, ("distance",)),
    _Kind(
        "median_distance_interpolated",
        mark("Median distance, interpolated"),
        "km",
        indicators.median_distance,
        ("distance",),
        {"rule": "interpolated"},
    ),
    _Kind(
        "distance_decay_power",
        mark("Distance decay, power"),
        "",
        indicators.distance_decay,
        ("distance",),
        {"decay": "power"},
    ),
    _Kind(
        "distance_decay_exponential",
        mark("Distance decay, exponential"),
        "per km",
        indicators.distance_decay,
        ("distance",),
        {"decay": "exponential"},
    ),
)


def measure_flows(
    flows: Flows | pd.DataFrame,
    population: pd.Series | None = None,
    distance: pd.DataFrame | None = None,
    *,
    unit: str = "people",
) -> list[Measure]:
    """
    Take every measure of a whole table and say each in a sentence.

    Parameters
    ----------
    flows
        A flow table, or its square matrix (rows origins).
    population
        Persons, indexed by the places. Where a flow table names places of ours and this is not given, the mean of the
        censuses its period lies between is taken.
    distance
        n × n km, labelled like the matrix. For places of ours, between their main towns where not given.
    unit
        What a matrix counts: "people", or "people a year". A flow table says it itself.

    Returns
    -------
    measures
        Always the same ones in the same order. One that cannot be taken has the value NaN and says why: what it needs
        was not given, nobody moved, or there are too few places.

    Raises
    ------
    IndicatorError
        The matrix, or the population or distance given, is not sound; or the table is one of net migration.
    KindError
        The table has no sums, see `flows.od_matrix`.
    """
    missing = {what: tr(reason) for what, reason in _NOT_GIVEN.items()}
    if isinstance(flows, Flows):
        if flows.kind == "net":
            raise IndicatorError("a table of net migration holds gains and losses; measures need the moves themselves")
        matrix, unit = od_matrix(flows), flows.unit
        if population is None:
            population = _try(lambda: _count_people(flows, matrix), "population", missing)
        if distance is None:
            distance = _try(lambda: find_distances(matrix.index), "distance", missing)
    else:
        matrix = flows
    inputs = {"population": population, "distance": distance}
    return [_take(kind, matrix, inputs, missing, yearly=unit == YEARLY) for kind in _KINDS]


def measure_places(matrix: pd.DataFrame, population: pd.Series | None = None) -> pd.DataFrame:
    """
    Take every measure that has one figure for each place.

    Parameters
    ----------
    matrix
        n × n people, rows origins.
    population
        Persons, indexed by the places; without it there are no rates.

    Returns
    -------
    places
        Indexed by place: `in_migration_rate`, `out_migration_rate` and `net_migration_rate` (per 1,000 people; only
        with a population), `effectiveness_by_place` (%), `gini_origin`, `gini_destination` (0–1) and
        `coefficient_of_variation_origin`, `coefficient_of_variation_destination`.

    Raises
    ------
    IndicatorError
        The matrix or the population is not sound.
    """
    import pandas as pd

    taken = {}
    for name, unit in PLACE_UNITS.items():
        measure = getattr(indicators, name)
        if unit != "per 1,000":
            taken[name] = measure(matrix)
        elif population is not None:
            taken[name] = measure(matrix, population)
    return pd.DataFrame(taken, index=matrix.index)


def explain(function: Callable[..., Any]) -> str:
    """
    Read what a measure is from its docstring.

    Parameters
    ----------
    function
        A function of `flows.indicators`.

    Returns
    -------
    help
        The summary line and the paragraph under it, without markup and with true minus signs.
    """
    before, _, _ = (inspect.getdoc(function) or "").partition("\n\nParameters\n")
    paragraphs = [" ".join(part.split()) for part in before.split("\n\n")]
    words = re.sub(r"`+", "", " ".join(paragraphs[:2])).strip()
    return re.sub(r"(?<![\w–-])-(?=\d)", "−", words)


def list_helps() -> list[str]:
    """
    List what every measure is, of whole tables and of places.

    Returns
    -------
    helps
        English, as the catalogue of another language needs it, each once.
    """
    functions = [kind.explained_by or kind.function for kind in _KINDS]
    functions += [getattr(indicators, name) for name in PLACE_UNITS]
    return list(dict.fromkeys(explain(function) for function in functions))


def in_one_line(error: IndicatorError) -> str:
    """
    Put the faults of an error behind each other.

    Parameters
    ----------
    error
        One whose message lists its faults under each other.

    Returns
    -------
    faults
        The faults alone, separated by semicolons; the whole message where it lists none.
    """
    message, *faults = str(error).split("\n- ")
    return "; ".join(faults) or message


def _try(find: Callable[[], Any], what: str, missing: dict[str, str]) -> Any:
    """Look something up; where it is not known keep the reason."""
    try:
        return find()
    except IndicatorError as error:
        missing[what] = str(error)
        return None


def _count_people(flows: Flows, matrix: pd.DataFrame) -> pd.Series:
    return find_population(matrix.index, period=flows.period, vintage=flows.vintage)


def _take(
    kind: _Kind, matrix: pd.DataFrame, inputs: dict[str, Any], missing: dict[str, str], *, yearly: bool
) -> Measure:
    value, reason = math.nan, "; ".join(missing[word] for word in kind.needs if inputs[word] is None)
    if not reason:
        try:
            value = float(kind.function(matrix, **{word: inputs[word] for word in kind.needs}, **kind.options))
        except IndicatorError as error:
            # Unsound input has been refused by then, or will be; what is left is this measure's own objection.
            if kind.function not in {indicators.distance_decay, _take_slope}:
                raise
            reason = in_one_line(error)
        if math.isnan(value) and not reason:
            reason = _find_reason(matrix)
    # Asked for only where a sentence is made, so of a matrix known to be sound.
    sentence = tr("Not available: {reason}.").format(reason=reason)
    if not reason:
        sentence = SENTENCES[kind.name](value, Told(len(matrix), " each year" if yearly else "", _count_ways(matrix)))
    help = tr(explain(kind.explained_by or kind.function))
    return Measure(kind.name, tr(kind.title), value, kind.unit, sentence, help)


def _count_ways(matrix: pd.DataFrame) -> float | None:
    """Give the share of the ways between places with half a person or more, where flows are fractions of people."""
    import numpy as np

    moves = matrix.reindex(columns=matrix.index).to_numpy("float64")
    flows = moves[~np.eye(len(moves), dtype=bool)]
    return float((flows >= 0.5).mean()) if (flows % 1 != 0).any() else None


def _find_reason(matrix: pd.DataFrame) -> str:
    """Say why a measure of a sound matrix has no answer."""
    if len(matrix) < 2:
        if len(matrix):
            return tr("there is one place, and nobody can move between places")
        return tr("there are no places, and nobody can move between places")
    if not indicators.connectivity(matrix):
        return tr("nobody moved between the places")
    return tr("these moves do not tell, because the places are too few or all alike")
