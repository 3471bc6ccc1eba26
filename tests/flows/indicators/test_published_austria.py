"""Moves between the nine states of Austria in 2006, the example of Dennett (2012), as carried by the tests of spint.

Dennett, "Estimating flows between geographical locations: get me started in spatial interaction modelling", UCL
CASA Working Paper 184 (2012). spint (pysal) prints the parameter of distance of the doubly constrained Poisson
model, -0.00791533 a km.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from flows import indicators

STATES = ["AT11", "AT12", "AT13", "AT21", "AT22", "AT31", "AT32", "AT33", "AT34"]

# rows are origins; without the diagonal
MOVES = [
    [1131, 1887, 69, 738, 98, 31, 43, 19],
    [1633, 14055, 416, 1276, 1850, 388, 303, 159],
    [2301, 20164, 1080, 1831, 1943, 742, 674, 407],
    [85, 379, 1597, 1608, 328, 317, 469, 114],
    [762, 1110, 2973, 1252, 1081, 622, 425, 262],
    [196, 2027, 3498, 346, 1332, 2144, 821, 274],
    [49, 378, 1349, 310, 851, 2117, 630, 106],
    [87, 424, 978, 490, 670, 577, 546, 569],
    [33, 128, 643, 154, 328, 199, 112, 587],
]

# km between centroids, above the diagonal
DISTANCES = [
    [103.001845, 84.204666, 220.811933, 132.00748, 214.511814, 246.933305, 390.85611, 505.089539],
    [45.796272, 216.994739, 129.878172, 140.706671, 201.232355, 343.50075, 453.515594],
    [249.932874, 158.630661, 186.420738, 244.108305, 387.61776, 498.407152],
    [92.407958, 151.777157, 92.894408, 194.851669, 306.105825],
    [124.563096, 122.433524, 261.893783, 376.34667],
    [81.753652, 208.456383, 314.793199],
    [145.076472, 258.591197],
    [114.46325],
]

OUT = [4016, 20080, 29142, 4897, 8487, 10638, 5790, 4341, 2184]
INTO = [5146, 25741, 26980, 4117, 8634, 8193, 4902, 3952, 1910]


@pytest.fixture
def matrix() -> pd.DataFrame:
    values = np.zeros((9, 9))
    values[~np.eye(9, dtype=bool)] = np.concatenate(MOVES)
    return pd.DataFrame(values, index=STATES, columns=STATES)


@pytest.fixture
def distance() -> pd.DataFrame:
    values = np.zeros((9, 9))
    values[np.triu_indices(9, 1)] = np.concatenate(DISTANCES)
    return pd.DataFrame(values + values.T, index=STATES, columns=STATES)


def test_the_exponential_parameter_is_that_of_spint(matrix: pd.DataFrame, distance: pd.DataFrame) -> None:
    assert indicators.distance_decay(matrix, distance, decay="exponential") == pytest.approx(-0.00791533, abs=1e-7)


@pytest.mark.parametrize("decay", ["power", "exponential"])
def test_both_parameters_are_those_of_a_regression_with_dummies(
    matrix: pd.DataFrame, distance: pd.DataFrame, decay: str
) -> None:
    sm = pytest.importorskip("statsmodels.api")
    off = ~np.eye(9, dtype=bool)
    origin, destination = (side[off] for side in np.indices((9, 9)))
    km = distance.to_numpy()[off]
    columns = [np.ones(72), np.log(km) if decay == "power" else km]
    columns += [origin == place for place in range(1, 9)] + [destination == place for place in range(1, 9)]
    model = sm.GLM(matrix.to_numpy()[off], np.column_stack(columns).astype(float), family=sm.families.Poisson())
    by_regression = model.fit(tol=1e-12, maxiter=200).params[1]
    found = indicators.distance_decay(matrix, distance, decay=decay)  # type: ignore[arg-type]
    assert found == pytest.approx(by_regression, rel=1e-6)
    assert found < 0


def test_mean_and_median_distance_move_by_move(matrix: pd.DataFrame, distance: pd.DataFrame) -> None:
    """Every mover written down with his distance, and the middle one taken."""
    off = ~np.eye(9, dtype=bool)
    each = np.repeat(distance.to_numpy()[off], matrix.to_numpy()[off].astype(int))
    assert indicators.mean_distance(matrix, distance) == pytest.approx(each.mean())
    assert indicators.median_distance(matrix, distance) == pytest.approx(np.median(each))


def test_effectiveness_of_the_states(matrix: pd.DataFrame) -> None:
    out, into = np.array(OUT), np.array(INTO)
    assert matrix.to_numpy().sum() == out.sum() == into.sum()
    assert indicators.migration_effectiveness(matrix) == pytest.approx(100 * np.abs(into - out).sum() / (2 * out.sum()))
