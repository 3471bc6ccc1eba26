"""
The parameters of the estimate, read from `flows/data/parameters.csv`, their one place.

Each has a value, the range it is uncertain over (none where it is fixed), its unit, its source and its role:
"fitted" and "chosen …" were picked by the yardsticks named fit (see `flows.yardsticks`), "fixed" was not,
"constructed" is a published figure the estimate meets by construction.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ._carried import read_carried

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Parameter:
    """
    One number of the estimate.

    Attributes
    ----------
    name
        As in the file.
    value
        What the estimate uses.
    low, high
        The range of the ensemble; both equal `value` where the number is not varied.
    """

    name: str
    value: float
    low: float
    high: float


def read_parameters() -> dict[str, Parameter]:
    """
    Read every parameter.

    Returns
    -------
    parameters
        By name, in the file's order.
    """
    table = read_carried("parameters.csv")
    parameters = {}
    for row in table.to_dict("records"):
        value = float(row["value"])
        low, high = (float(row[name]) for name in ("low", "high"))
        fixed = np.isnan(low)
        parameters[row["name"]] = Parameter(row["name"], value, value if fixed else low, value if fixed else high)
    return parameters


def draw_triangular(uniform: Floats, low: float, value: float, high: float) -> Floats:
    """
    Turn uniform numbers into ones of the triangular distribution with its peak at `value`.

    Parameters
    ----------
    uniform
        Between 0 and 1.
    low, value, high
        The least, the likeliest and the largest; low < high and low <= value <= high.

    Returns
    -------
    numbers
        Between `low` and `high`, same shape; the inverse of the distribution function.
    """
    peak = (value - low) / (high - low)
    rising = low + np.sqrt(np.maximum(uniform * (high - low) * (value - low), 0.0))
    falling = high - np.sqrt(np.maximum((1 - uniform) * (high - low) * (high - value), 0.0))
    numbers: Floats = np.where(uniform < peak, rising, falling)
    return numbers
