"""
Urban classes of the census's cells (**derived**): the Degree of Urbanisation, sought among the people of towns.

The method finds towns by density alone. Rural people are spread evenly here, and much of Punjab counts more than 300
of them to the square kilometre: by density alone its fields would be one suburb. The census says who is rural, so
clusters are sought among the people whom it counts as urban, and every cell outside them has a rural class.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from boundaries.cells.layer import CellLayer

    from .density import Density

__all__ = ["RURAL_LIMITS", "classify_census"]

RURAL_LIMITS: Final = (50.0, 300.0)
"""People per km² between very low density (11), low density (12) and villages (13): the method's own thresholds."""


def classify_census(found: Density) -> CellLayer:
    """
    Give each cell of the census layer its urban class in every epoch.

    Parameters
    ----------
    found
        From `flows.density`.

    Returns
    -------
    layer
        Its layer with `classes`: 30, 23, 22 and 21 as the Degree of Urbanisation (GHSL R2023A) gives them to the
        townspeople; else 13, 12 or 11 by the density of all people, villages and fields together. A rural cluster (13)
        is not checked for its size, since villages are not known one by one.
    """
    from boundaries.urban.cells import classify_cells

    towns = classify_cells(replace(found.layer, values=found.townspeople, _kept={}))
    assert towns.classes is not None
    density = found.layer.values / found.layer.areas
    rural = np.array([11, 12, 13], dtype=np.uint8)[np.searchsorted(RURAL_LIMITS, density, side="right")]
    return replace(found.layer, classes=np.where(towns.classes >= 21, towns.classes, rural), _kept={})
