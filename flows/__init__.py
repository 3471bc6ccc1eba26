"""
How many people move, from where to where: the flow table, readers, totals, censuses and estimates.

Everything public is named here; the modules behind the names hold the details.

====================  =========================================================================
tables                `Flows`, `read`, `write`, `od_matrix`, `totals`, `harmonise`
carried figures       `datasets`, `load`, `Facts`, `publications`, `census`, `net_migration`, `housing`
people on cells       `density`, `net_gain`, `classify_census`
measures              `indicators`, `measure_flows`, `measure_zonings`
seasons               `seasonal`, `simulate_year`, `months_of`, `station_normals`, `place_normals`
models                `estimate`, `models`, `yardsticks`
disclosure control    `disclosure`
errors                the names ending in Error; `OrientationWarning`
====================  =========================================================================
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

# These modules cost next to nothing to import (pandas waits for the first call), and importing their names
# here makes `flows.read` the function and not the module of that name.
from ._errors import (
    DisclosureError,
    EstimateError,
    FlowTableError,
    IndicatorError,
    KindError,
    ModelError,
    OrientationWarning,
    ReadError,
    SeasonError,
    UnknownDatasetError,
)
from .census import census
from .datasets import Facts, datasets, load, publications
from .density import density, net_gain
from .housing import housing
from .matrix import harmonise, od_matrix, totals
from .net_migration import net_migration
from .read import read
from .table import Flows
from .write import write

if TYPE_CHECKING:
    from .climate import place_normals, station_normals
    from .estimation import estimate, estimate_nets, estimate_totals, estimate_yardsticks
    from .measures import measure_flows
    from .monthly import months_of
    from .seasonal_scenario import simulate_year
    from .specifications import estimate_specifications
    from .urban_zones import classify_census
    from .zonings import measure_zonings

__all__ = [
    "DisclosureError",
    "EstimateError",
    "Facts",
    "FlowTableError",
    "Flows",
    "IndicatorError",
    "KindError",
    "ModelError",
    "OrientationWarning",
    "ReadError",
    "SeasonError",
    "UnknownDatasetError",
    "census",
    "classify_census",
    "datasets",
    "density",
    "estimate",
    "estimate_nets",
    "estimate_specifications",
    "estimate_totals",
    "estimate_yardsticks",
    "harmonise",
    "housing",
    "load",
    "measure_flows",
    "measure_zonings",
    "months_of",
    "net_gain",
    "net_migration",
    "od_matrix",
    "place_normals",
    "publications",
    "read",
    "simulate_year",
    "station_normals",
    "totals",
    "write",
]

# Imported when first asked for, so that `import flows` stays cheap.
_LATER = {
    "classify_census": "urban_zones",
    **dict.fromkeys(("estimate", "estimate_nets", "estimate_totals", "estimate_yardsticks"), "estimation"),
    "estimate_specifications": "specifications",
    "measure_flows": "measures",
    "measure_zonings": "zonings",
    "months_of": "monthly",
    "place_normals": "climate",
    "simulate_year": "seasonal_scenario",
    "station_normals": "climate",
}


def __getattr__(name: str) -> Any:
    """Import a name that waits until it is first used."""
    if name in _LATER:
        return getattr(importlib.import_module(f".{_LATER[name]}", __name__), name)
    if name in {"disclosure", "indicators", "known_places", "margins", "models", "seasonal", "yardsticks"}:
        return importlib.import_module(f".{name}", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
