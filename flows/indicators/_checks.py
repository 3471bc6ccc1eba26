"""
What every measure asks of its input: a square matrix of people, populations in persons, distances in km.

All faults are collected and told at once. The diagonal never enters a measure, so it may hold anything.
What is taken for shares or rates, and refused, is told in `_shares`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from flows._errors import IndicatorError

from ._moves import Moves, cut_blocks
from ._shares import are_rates, are_shares, find_whole

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_MOST_NAMED = 10


def check_matrix(matrix: pd.DataFrame) -> Moves:
    """
    Read a matrix that must hold people moving between the same places in rows and columns.

    Parameters
    ----------
    matrix
        n × n; columns in another order than the rows are put into theirs.

    Returns
    -------
    moves
        The matrix and its margins.

    Raises
    ------
    IndicatorError
        The matrix is no DataFrame or not square, a label stands twice, rows and columns name different places, a cell
        off the diagonal is negative, missing or not finite, or the matrix holds shares; all faults at once.
    """
    _stop_other_kinds({"the matrix": matrix}, {})
    faults: list[str] = []
    moves = _read_matrix(matrix, faults)
    return _demand(moves, faults)


def check_population(
    matrix: pd.DataFrame, population: pd.Series, *, every_place: bool = False, at_risk: bool = True
) -> tuple[Moves, Floats]:
    """
    Read a matrix and the persons its places hold.

    Parameters
    ----------
    matrix
        As for `check_matrix`.
    population
        Persons, indexed by the places of `matrix` in any order.
    every_place
        Whether each place's population is divided by, and not only the sum.
    at_risk
        Whether those who left a place must be among its people. For a rate of each place all must be; for one figure
        of the country one odd place, emptied by a flood, does not matter, but if most movers left such places then
        populations are in thousands. Not so where populations only say how large places are: more may have left a
        place in their lifetime than live there now.

    Returns
    -------
    moves, people
        People in the order of the places.

    Raises
    ------
    IndicatorError
        As for `check_matrix`; or the populations name other places, are negative or missing, are zero where the
        measure divides by them, or cannot be persons: shares, or fewer than those who moved. Or the matrix holds
        nothing but fractions of a person.
    """
    moves, people = _read_with_people(matrix, {"population": population}, every_place=every_place, at_risk=at_risk)
    return moves, people["population"]


def check_growth(matrix: pd.DataFrame, start: pd.Series, end: pd.Series) -> tuple[Moves, Floats, Floats]:
    """
    Read a matrix and the persons its places hold before and after the moves.

    Parameters
    ----------
    matrix
        As for `check_matrix`.
    start, end
        Persons, indexed by the places of `matrix` in any order.

    Returns
    -------
    moves, before, after
        People in the order of the places.

    Raises
    ------
    IndicatorError
        As for `check_population`, of either series; a single place may be empty on either date, and more may have left
        it than live there.
    """
    moves, people = _read_with_people(matrix, {"start": start, "end": end}, every_place=False, at_risk=False)
    return moves, people["start"], people["end"]


def check_distance(matrix: pd.DataFrame, distance: pd.DataFrame) -> tuple[Moves, Floats]:
    """
    Read a matrix and the distances between its places.

    Parameters
    ----------
    matrix
        As for `check_matrix`.
    distance
        n × n km, not negative, with the labels of `matrix` in any order; its diagonal is not looked at.

    Returns
    -------
    moves, km
        Distances in the order of the places; the caller's own numbers, of whatever kind.

    Raises
    ------
    IndicatorError
        As for `check_matrix`; or the distances name other places, are negative, missing or not finite.
    """
    _stop_other_kinds({"the matrix": matrix, "the distance": distance}, {})
    faults: list[str] = []
    moves = _read_matrix(matrix, faults)
    km = _read_square(distance, "distance", faults)
    if moves is not None and km is not None:
        unequal = _compare_labels(matrix.index, distance.index, "the matrix", "the distances")
        if unequal:
            faults.append(f"matrix and distances name different places: {unequal}")
        elif not distance.index.equals(matrix.index):
            km = _read_numbers(distance.reindex(index=matrix.index, columns=matrix.index))
    moves = _demand(moves, faults)
    return moves, np.empty((0, 0)) if km is None else km


def check_people(**named: pd.Series) -> dict[str, Floats]:
    """
    Read series of people that must name the same places (or age groups).

    Parameters
    ----------
    **named
        What each series is called in the messages, and the series; the first sets the order.

    Returns
    -------
    people
        By the same names, in the order of the first.

    Raises
    ------
    IndicatorError
        One is no Series, a label stands twice, the labels differ, or a value is negative, missing or not finite.
    """
    _stop_other_kinds({}, named)
    faults: list[str] = []
    first, labels = next((name, series.index) for name, series in named.items())
    read = {name: _align(series, labels, first, name, faults) for name, series in named.items()}
    people = {name: values for name, values in read.items() if values is not None}
    for name, values in people.items():
        _find_bad_numbers(values, labels, name, faults)
    stop(faults)
    return people


def stop(faults: list[str]) -> None:
    """
    Raise every fault at once, if there is one.

    Parameters
    ----------
    faults
        Sentences without a full stop.

    Raises
    ------
    IndicatorError
        There is a fault.
    """
    if faults:
        raise IndicatorError("cannot take this measure:\n- " + "\n- ".join(faults))


def _stop_other_kinds(tables: dict[str, Any], series: dict[str, Any]) -> None:
    """Refuse anything but a DataFrame for each of the tables, and a Series for each of the others."""
    import pandas as pd

    from flows.table import Flows

    faults = []
    for word, given in tables.items():
        if isinstance(given, Flows):
            faults.append(f"{word} must be a square DataFrame, not Flows: give flows.od_matrix(table)")
        elif not isinstance(given, pd.DataFrame):
            faults.append(f"{word} must be a square DataFrame with the places on both sides, not {_kind(given)}")
    for word, given in series.items():
        if not isinstance(given, pd.Series):
            column = ": take the column that holds it" if isinstance(given, pd.DataFrame) else ""
            faults.append(f"{word} must be a Series indexed by place or group, not {_kind(given)}{column}")
    stop(faults)


def _kind(given: object) -> str:
    return type(given).__name__


def _demand(moves: Moves | None, faults: list[str]) -> Moves:
    stop(faults)
    assert moves is not None  # no matrix without a fault
    return moves


def _read_with_people(
    matrix: pd.DataFrame, named: dict[str, pd.Series], *, every_place: bool, at_risk: bool
) -> tuple[Moves, dict[str, Floats]]:
    """Read a matrix and some populations of its places."""
    _stop_other_kinds({"the matrix": matrix}, named)
    faults: list[str] = []
    moves = _read_matrix(matrix, faults, with_people=True)
    read: dict[str, Floats] = {}
    for word, series in named.items():
        people = _align(series, matrix.index, "the matrix", word, faults)
        if people is None:
            continue
        read[word] = people
        sound = _find_population_faults(people, matrix.index, word, faults, every_place=every_place)
        if moves is not None and sound:
            _find_excess(moves, people, word, faults, tolerated=(0.0 if every_place else 0.5) if at_risk else np.inf)
    return _demand(moves, faults), read


def _read_matrix(matrix: pd.DataFrame, faults: list[str], *, with_people: bool = False) -> Moves | None:
    """Read the matrix, or add its faults."""
    values = _read_square(matrix, "matrix", faults)
    if values is None:
        return None
    outflow, inflow = np.zeros(len(values)), np.zeros(len(values))
    for rows, block in cut_blocks(values):
        outflow[rows] = block.sum(axis=1)
        inflow += block.sum(axis=0)
    moves = Moves(matrix.index, values, outflow, inflow, float(outflow.sum()))
    whole = find_whole(moves)
    if whole:
        faults.append(
            f"the matrix holds shares, not people: {whole}; give the number who moved, or multiply by how many they "
            "are shares of"
        )
    elif with_people and are_rates(moves):
        faults.append(
            "the matrix holds less than one person from any place to any other, and looks like rates: give the number "
            "who moved, which populations can be compared with"
        )
    return moves


def _read_square(matrix: pd.DataFrame, word: str, faults: list[str]) -> Floats | None:
    """Read a square frame of numbers that are not negative, its columns in the order of its rows."""
    unequal = ""
    if len(matrix.index) != len(matrix.columns):
        unequal = f"{len(matrix.index)} rows and {len(matrix.columns)} columns; "
    twice = [
        f"{_name(labels[labels.duplicated()].unique())} among the {side}"
        for labels, side in ((matrix.index, "rows"), (matrix.columns, "columns"))
        if not labels.is_unique
    ]
    if twice:
        faults.append(f"the {word} names a place twice: {', '.join(twice)}")
        return None
    unequal += _compare_labels(matrix.index, matrix.columns, "the rows", "the columns")
    if unequal:
        faults.append(f"the {word} is not square with the same places on both sides: {unequal}")
        return None
    ordered = matrix if matrix.index.equals(matrix.columns) else matrix.reindex(columns=matrix.index)
    try:
        values = _read_numbers(ordered)
    except (TypeError, ValueError):
        faults.append(f"the {word} holds something that is not a number")
        return None
    before = len(faults)
    for rows, block in cut_blocks(values):
        # One look at the extremes tells whether all is well: a missing value makes both missing.
        if block.size and not (block.min() >= 0 and block.max() < np.inf):
            for i, j in np.argwhere(~((block >= 0) & (block < np.inf)))[:_MOST_NAMED]:
                pair = f"{matrix.index[rows.start + i]} → {matrix.index[j]}"
                faults.append(f"the {word} must hold numbers of 0 or more; {pair} is {block[i, j]:g}")
                if len(faults) - before == _MOST_NAMED:
                    return None
    return None if len(faults) > before else values


def _read_numbers(table: pd.DataFrame) -> Floats:
    """Take the numbers where they lie if all are of one kind, whole ones as they are, and else a copy."""
    kinds = set(table.dtypes)
    plain = len(kinds) == 1 and all(isinstance(kind, np.dtype) and kind.kind in "iuf" for kind in kinds)
    values: Floats = table.to_numpy() if plain else table.to_numpy(dtype="float64")
    return values


def _align(series: pd.Series, labels: pd.Index, against: str, word: str, faults: list[str]) -> Floats | None:
    """Put a series into the order of the labels, or add the reason why it cannot be."""
    if not series.index.is_unique:
        faults.append(f"{word} names a place twice: {_name(series.index[series.index.duplicated()].unique())}")
        return None
    unequal = _compare_labels(labels, series.index, against, word)
    if unequal and labels.is_unique:
        faults.append(f"{word} names different places: {unequal}")
        return None
    try:
        values: Floats = series.reindex(labels).to_numpy(dtype="float64") if labels.is_unique else np.empty(0)
    except (TypeError, ValueError):
        faults.append(f"{word} holds something that is not a number")
        return None
    return values


def _find_bad_numbers(values: Floats, labels: pd.Index, word: str, faults: list[str]) -> None:
    bad = ~((values >= 0) & (values < np.inf))
    for i in np.flatnonzero(bad)[:_MOST_NAMED]:
        faults.append(f"{word} must hold numbers of 0 or more; {labels[i]} is {values[i]:g}")


def _find_population_faults(
    people: Floats, labels: pd.Index, word: str, faults: list[str], *, every_place: bool
) -> bool:
    """Say what is wrong with populations by themselves, and whether nothing is."""
    before = len(faults)
    _find_bad_numbers(people, labels, word, faults)
    if len(people) and len(faults) == before:
        total = float(people.sum())
        if every_place and (people == 0).any():
            faults.append(f"{word}: nobody lives in {_name(labels[people == 0])}, and this measure divides by people")
        elif not total:
            faults.append(f"{word}: nobody lives in any of the places, and this measure divides by people")
        elif are_shares(people):
            faults.append(f"{word} sums to {total:g} and looks like shares; give persons")
    return len(faults) == before


def _find_excess(moves: Moves, people: Floats, word: str, faults: list[str], *, tolerated: float) -> None:
    """Say where more people moved than there are; `tolerated` is what share of them may leave such places."""
    total, few = float(people.sum()), moves.outflow > people
    if moves.total > total:
        faults.append(
            f"{moves.total:,.6g} people moved, more than the {total:,.6g} who live there by {word}; "
            "give populations in persons, not in thousands, millions or shares"
        )
    elif float(moves.outflow[few].sum()) > tolerated * moves.total:
        faults.append(
            f"more people left {_name(moves.places[few])} than live there by {word}; "
            "give populations in persons, not in thousands, at the start or in the middle of the interval"
        )


def _compare_labels(one: pd.Index, other: pd.Index, first: str, second: str) -> str:
    """Say which labels only one side has; empty when both have the same."""
    if one.equals(other):
        return ""
    lacking = ((first, other.difference(one, sort=False)), (second, one.difference(other, sort=False)))
    return "; ".join(f"not in {side}: {_name(missing)}" for side, missing in lacking if len(missing))


def _name(labels: Any) -> str:
    """List some labels and count the rest."""
    names = ", ".join(str(label) for label in labels[:_MOST_NAMED])
    more = len(labels) - _MOST_NAMED
    return f"{names} and {more} more" if more > 0 else names
