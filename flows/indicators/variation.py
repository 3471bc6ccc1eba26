"""How unequal the flows are: coefficients of variation, after Rogers and Sweeney."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from ._checks import check_matrix, stop
from ._moves import Moves, clear_diagonal

if TYPE_CHECKING:
    import pandas as pd

    from ._moves import Floats


def coefficient_of_variation(matrix: pd.DataFrame) -> float:
    """
    How far the routes differ from one another: 0 if all are equally busy, above 1 if a few tower over the rest.

    Parameters
    ----------
    matrix
        n × n people, rows origins; the diagonal is not counted.

    Returns
    -------
    variation
        Standard deviation of the n (n - 1) flows, divided by their mean; 0 or more. NaN where nobody moved, so for an
        empty matrix and for one place too.

    Raises
    ------
    IndicatorError
        The matrix is unsound.

    Notes
    -----
    The standard deviation is the population's (divided by the number of flows), as Rogers and Sweeney (1998),
    "Measuring the spatial focus of migration patterns", Professional Geographer 50, take it within fields. migest's
    `cv`, after Rogers and Raymer (1998), is another figure: it takes in the zeros of the diagonal and divides by the
    square root of the mean, so it changes with the unit of the flows.
    """
    moves = check_matrix(matrix)
    if not moves.total:
        return np.nan
    mean = moves.total / moves.cells
    squares = 0.0
    for rows, block in moves.blocks():
        block -= mean
        clear_diagonal(rows, block)
        squares += float(np.einsum("ij,ij->", block, block))
    return float(np.sqrt(squares / moves.cells)) / mean


def coefficient_of_variation_origin(matrix: pd.DataFrame) -> pd.Series:
    """
    How far the destinations of those who leave a place differ in number: 0 if all draw alike.

    Parameters
    ----------
    matrix
        n × n people, rows origins; the diagonal is not counted.

    Returns
    -------
    variation
        For each origin: standard deviation of its n - 1 flows, divided by their mean. NaN for a place that nobody
        leaves; empty for an empty matrix.

    Raises
    ------
    IndicatorError
        The matrix is unsound.

    Notes
    -----
    Rogers and Sweeney (1998); `migration.cv.out` in migration.indices.
    """
    moves = check_matrix(matrix)
    return moves.series(_find_variation(moves), "coefficient_of_variation_origin")


def coefficient_of_variation_destination(matrix: pd.DataFrame) -> pd.Series:
    """
    How far the origins of those who come to a place differ in number: 0 if all send alike.

    Parameters
    ----------
    matrix
        n × n people, rows origins; the diagonal is not counted.

    Returns
    -------
    variation
        For each destination: standard deviation of its n - 1 flows, divided by their mean. NaN for a place to which
        nobody comes; empty for an empty matrix.

    Raises
    ------
    IndicatorError
        The matrix is unsound.

    Notes
    -----
    Rogers and Sweeney (1998); `migration.cv.in` in migration.indices.
    """
    moves = check_matrix(matrix).transpose()
    return moves.series(_find_variation(moves), "coefficient_of_variation_destination")


def aggregate_coefficient_of_variation(
    matrix: pd.DataFrame, *, field: Literal["both", "origin", "destination"] = "both"
) -> float:
    """
    How much people's choices of where to go, and the places they come from, narrow down on few.

    The coefficients of variation of the places, each counting by its part in all migration. 0 if every place sends
    alike to all others and receives alike from them.

    Parameters
    ----------
    matrix
        n × n people, rows origins; the diagonal is not counted.
    field
        "origin" averages `coefficient_of_variation_origin` by shares of all who left, "destination"
        `coefficient_of_variation_destination` by shares of all who came, and "both" is the sum of the two.

    Returns
    -------
    variation
        0 or more. NaN where nobody moved, so for an empty matrix and for one place too.

    Raises
    ------
    IndicatorError
        The matrix is unsound, or `field` is not one of the words above.

    Notes
    -----
    The aggregate (system-wide) coefficient of variation of Rogers and Sweeney (1998); `migration.acv` in
    migration.indices, `acv` in migest.
    """
    if field not in {"both", "origin", "destination"}:
        stop([f'field must be "both", "origin" or "destination", not {field!r}'])
    moves = check_matrix(matrix)
    if not moves.total:
        return np.nan
    sides = {"origin": [moves], "destination": [moves.transpose()], "both": [moves, moves.transpose()]}[field]
    return sum(float(np.nansum(_find_variation(side) * side.outflow)) / moves.total for side in sides)


def _find_variation(moves: Moves) -> Floats:
    """Find the coefficient of variation of each row."""
    others = len(moves.places) - 1
    if others < 1:
        return np.full(len(moves.places), np.nan)
    mean = moves.outflow / others
    deviation = np.empty(len(mean))
    for rows, block in moves.blocks():
        block -= mean[rows, None]
        clear_diagonal(rows, block)
        deviation[rows] = np.sqrt(np.einsum("ij,ij->i", block, block) / others)
    with np.errstate(invalid="ignore"):
        variation: Floats = deviation / mean
    return variation
