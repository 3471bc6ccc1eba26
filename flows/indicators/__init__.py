"""
Measures of internal migration, each from a square matrix of people.

Rows are origins and columns destinations; the diagonal, people who moved within a place, is never counted. Populations
are persons and distances km. What cannot be measured raises `flows.IndicatorError`, all faults at once; what has no
answer, such as the effectiveness of a matrix without moves, is NaN.

==============  ==============================================================================================
how many        `crude_migration_intensity`, `courgeau_k`, `courgeau_slope`, `in_migration_rate`,
                `out_migration_rate`, `net_migration_rate`
what it alters  `migration_effectiveness`, `effectiveness_by_place`, `aggregate_net_migration_rate`
how spread      `connectivity`, `inequality`, `gini`, `gini_origin`, `gini_destination`, `mean_weighted_gini`,
                `coefficient_of_variation`, `coefficient_of_variation_origin`,
                `coefficient_of_variation_destination`, `aggregate_coefficient_of_variation`
how far         `mean_distance`, `median_distance`, `distance_decay`
which pairs     `preference`, `velocity`, `modularity`
without a       `net_migration_by_survival_ratio`, `net_migration_by_vital_statistics`
matrix
is it right     `check_orientation`
==============  ==============================================================================================
"""

from __future__ import annotations

from .distances import distance_decay, mean_distance, median_distance
from .effectiveness import aggregate_net_migration_rate, effectiveness_by_place, migration_effectiveness
from .gini import gini, gini_destination, gini_origin, mean_weighted_gini
from .intensity import courgeau_k, courgeau_slope, crude_migration_intensity
from .orientation import check_orientation
from .pairs import modularity, preference, velocity
from .rates import in_migration_rate, net_migration_rate, out_migration_rate
from .spread import connectivity, inequality
from .survival import net_migration_by_survival_ratio, net_migration_by_vital_statistics
from .variation import (
    aggregate_coefficient_of_variation,
    coefficient_of_variation,
    coefficient_of_variation_destination,
    coefficient_of_variation_origin,
)

__all__ = [
    "aggregate_coefficient_of_variation",
    "aggregate_net_migration_rate",
    "check_orientation",
    "coefficient_of_variation",
    "coefficient_of_variation_destination",
    "coefficient_of_variation_origin",
    "connectivity",
    "courgeau_k",
    "courgeau_slope",
    "crude_migration_intensity",
    "distance_decay",
    "effectiveness_by_place",
    "gini",
    "gini_destination",
    "gini_origin",
    "in_migration_rate",
    "inequality",
    "mean_distance",
    "mean_weighted_gini",
    "median_distance",
    "migration_effectiveness",
    "modularity",
    "net_migration_by_survival_ratio",
    "net_migration_by_vital_statistics",
    "net_migration_rate",
    "out_migration_rate",
    "preference",
    "velocity",
]
