"""The measures of a table that have one figure for each pair of places, as one table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import indicators

if TYPE_CHECKING:
    import pandas as pd

PAIR_UNITS = {"people": "people", "preference": "", "velocity": "", "modularity": "people"}
"""What `measure_pairs` has of each pair of places, and its unit; preference and velocity need a population."""


def measure_pairs(matrix: pd.DataFrame, population: pd.Series | None = None) -> pd.DataFrame:
    """
    Take every measure that has one figure for each pair of places.

    Parameters
    ----------
    matrix
        n × n people, rows origins.
    population
        Persons, indexed by the places; without it there is only modularity.

    Returns
    -------
    pairs
        n (n − 1) rows, origin by origin: `origin`, `destination`, `people`, `preference` and `velocity` (ratios; only
        with a population) and `modularity` (people). No rows for fewer than two places.

    Raises
    ------
    IndicatorError
        The matrix or the population is not sound.
    """
    import numpy as np
    import pandas as pd

    excess = indicators.modularity(matrix)
    taken = {"people": matrix.reindex(columns=matrix.index)}
    if population is not None:
        taken["preference"] = indicators.preference(matrix, population)
        taken["velocity"] = indicators.velocity(matrix, population)
    taken["modularity"] = excess
    rows, columns = np.nonzero(~np.eye(len(matrix), dtype=bool))
    pairs = pd.DataFrame({"origin": matrix.index[rows], "destination": matrix.index[columns]})
    return pairs.assign(**{name: frame.to_numpy()[rows, columns] for name, frame in taken.items()})
