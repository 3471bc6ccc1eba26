"""
Check what a scenario is made of, and lay factors by place out as arrays.

Each function tells what is wrong as sentences; `flows.models.what_if` collects and raises them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Lever = Literal["attraction", "retention"]

# Floats hold powers of ten from about -308 to 308.
_MOST_POWERS = 300


def check_matrix(matrix: pd.DataFrame) -> list[str]:
    """
    Look for what is wrong with a matrix of moves.

    Parameters
    ----------
    matrix
        As for `what_if`.

    Returns
    -------
    faults
        Sentences; none for an empty matrix.
    """
    if list(matrix.index) != list(matrix.columns):
        return ["rows and columns of the matrix do not name the same places in the same order"]
    if not matrix.index.is_unique:
        twice = sorted({str(code) for code in matrix.index[matrix.index.duplicated()]})
        return [f"the matrix names {', '.join(twice)} twice"]
    try:
        values = matrix.to_numpy("float64")
    except (TypeError, ValueError):
        return ["the matrix holds something that is not a number"]
    faults = []
    for wrong, said in ((~np.isfinite(values), "missing or infinite"), (values < 0, "negative")):
        if wrong.any():
            row, column = np.argwhere(wrong)[0]
            more = f" (and in {wrong.sum() - 1} more cells)" if wrong.sum() > 1 else ""
            faults.append(f"the matrix is {said} from {matrix.index[row]} to {matrix.columns[column]}{more}")
    return faults


def check_decay(decay: float) -> list[str]:
    """
    Look for what is wrong with a power of distance.

    Parameters
    ----------
    decay
        As for `what_if`.

    Returns
    -------
    faults
        One sentence, or none.
    """
    number = _read_number(decay)
    if np.isfinite(number) and number >= 0:
        return []
    return [f"travel time: decay is {decay}; give 0 or more (0.3 for a fitted slope of −0.3)"]


def check_spread(attraction: Floats, resistance: Floats | None) -> list[str]:
    """
    Look whether factors are too far apart for a computer's numbers, so that a flow would vanish.

    Parameters
    ----------
    attraction
        n factors, above 0.
    resistance
        n × n, or none.

    Returns
    -------
    faults
        One sentence, or none.
    """
    spread = 0.0
    with np.errstate(divide="ignore", invalid="ignore"):
        for factors in (attraction, resistance):
            if factors is not None and factors.size:
                powers = np.log10(factors)
                spread += float(powers.max() - powers.min())
    if spread <= _MOST_POWERS:
        return []
    return ["the factors of attraction and travel time lie too far apart to compute with; bring them nearer to 1"]


def read_factors(given: Mapping[Any, float], places: Sequence[Any], lever: Lever) -> tuple[Floats, list[str]]:
    """
    Lay attraction or retention out by place.

    Parameters
    ----------
    given
        Place to factor, or to share.
    places
        The n labels of the matrix.
    lever
        Says which numbers make sense, and what stands where nothing is given: a factor of 1, a share of 0.

    Returns
    -------
    values, faults
        n numbers; sentences.
    """
    values = np.full(len(places), 1.0 if lever == "attraction" else 0.0)
    faults = []
    for place, value in given.items():
        missing = _find_unknown(place, places, lever)
        wrong = _check_factor(value, lever, place) if lever == "attraction" else _check_share(value, place)
        faults += missing + wrong
        if not missing and not wrong:
            values[places.index(place)] = value
    return values, faults


def read_times(given: Mapping[Any, float], places: Sequence[Any]) -> tuple[Floats, list[str]]:
    """
    Lay travel times out by pair of places; see `what_if` for what goes before what.

    Parameters
    ----------
    given
        Place, or pair of places, to factor.
    places
        The n labels of the matrix.

    Returns
    -------
    times, faults
        n × n factors, 1 where nothing is said; sentences.
    """
    faults = []
    ends: dict[int, float] = {}
    roads: dict[tuple[int, int], float] = {}
    for key, value in given.items():
        named = key if isinstance(key, tuple) and key not in places else (key,)
        if len(named) > 2 or len(set(named)) < len(named) or not named:
            faults.append(f"travel time: {key!r} is not a place or two different places")
            continue
        missing = [fault for place in named for fault in _find_unknown(place, places, "travel time")]
        wrong = _check_factor(value, "travel time", " – ".join(map(str, named)))
        faults += missing + wrong
        if missing or wrong:
            continue
        at = [places.index(place) for place in named]
        if len(at) == 1:
            ends[at[0]] = float(value)
        else:
            roads[at[0], at[1]] = float(value)
    # A direction that is not named goes the way of its opposite.
    roads = {(b, a): value for (a, b), value in roads.items()} | roads

    times = np.ones((len(places), len(places)))
    for here, value in ends.items():
        times[here, :] = times[:, here] = value
    for a, value in ends.items():
        for b, other in ends.items():
            if a < b and value != other and (a, b) not in roads:
                faults.append(
                    f"travel time: the road {places[a]} – {places[b]} takes {value:g} by one end and {other:g} by "
                    f"the other; name the road itself"
                )
    for (a, b), value in roads.items():
        times[a, b] = value
    np.fill_diagonal(times, 1.0)
    return times, faults


def _find_unknown(place: object, places: Sequence[Any], word: str) -> list[str]:
    if place in places:
        return []
    near = get_close_matches(str(place).lower().replace(" ", "-"), [str(label) for label in places], n=2, cutoff=0.7)
    hint = f"; is it {' or '.join(near)}?" if near else ""
    return [f"{word}: {place!r} is not a place of the matrix{hint}"]


def _check_factor(value: object, word: str, where: object) -> list[str]:
    number = _read_number(value)
    if np.isfinite(number) and number > 0:
        return []
    return [f"{word} of {where} is {value!r}; a factor is a number above 0, and 1 changes nothing"]


def _check_share(value: object, where: object) -> list[str]:
    number = _read_number(value)
    if -1 <= number <= 1:
        return []
    return [f"retention of {where} is {value!r}; a share is from −1 to 1: at 0.2 a fifth of those who leave stay"]


def _read_number(value: object) -> float:
    """Give NaN for what is no number, which no check passes."""
    return float(value) if isinstance(value, (int, float, np.integer, np.floating)) else float("nan")
