"""
How intensity and effectiveness change with the number of zones a country is cut into.

A move inside a zone is no migration, so the coarser the zones the fewer the movers: a figure for 123 districts and one
for five provinces cannot be compared as they stand (the modifiable areal unit problem). Courgeau (1973) found that
intensity grows in proportion to ln(n²), which his k takes out. To see whether it does here, zones are put together step
by step, as in the IMAGE Studio (Stillwell, Daras, Bell and Lomax, 2014), but always in the same way: at each step the
zone with fewest people joins the zone nearest to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from ._errors import IndicatorError
from .known_places import find_distances, find_population, find_zonings
from .matrix import od_matrix
from .table import Flows

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Step = tuple[Floats, Floats]

STEPS = "steps"
"""What the rows of the stepwise zoning are called."""


def measure_zonings(
    flows: Flows | pd.DataFrame,
    population: pd.Series | None = None,
    distance: pd.DataFrame | None = None,
    *,
    zonings: Mapping[str, Mapping[str, str]] | None = None,
) -> pd.DataFrame:
    """
    Take intensity, effectiveness and Courgeau's k on finer and coarser zones of the same moves.

    Parameters
    ----------
    flows
        A flow table, or its square matrix (rows origins).
    population
        Persons, indexed by the places. A table of places of ours has them from the censuses, see
        `flows.known_places.find_population`.
    distance
        n × n km, labelled like the matrix; for places of ours between their main towns. The distance between two zones
        is the mean over their people.
    zonings
        Further zonings by name: place to the zone that holds it; for a table of places of ours division and province.

    Returns
    -------
    table
        `zoning` ("steps", or the name of one of `zonings`), `zones` (how many), `intensity` and `effectiveness` (%)
        and `k` (Courgeau's). The steps go from n zones down to 2, the named zonings follow. `attrs["slope"]` is
        Courgeau's k over all steps, the slope of intensity on ln(zones²) through the origin. Fewer than two places give
        no rows and a slope of NaN; without moves intensity and k are 0 and effectiveness is NaN.

    Raises
    ------
    IndicatorError
        As for `flows.indicators.crude_migration_intensity` and `mean_distance`; a zoning does not hold every place; or
        populations or distances are not given and not known.

    Notes
    -----
    Joining two zones can only take movers away, so intensity falls at every step. Effectiveness may go either way.
    """
    import pandas as pd

    from .indicators import courgeau_slope, crude_migration_intensity, mean_distance

    matrix = od_matrix(flows) if isinstance(flows, Flows) else flows
    if isinstance(flows, Flows):
        if population is None:
            population = find_population(matrix.index, period=flows.period, vintage=flows.vintage)
        distance = find_distances(matrix.index) if distance is None else distance
        zonings = find_zonings(matrix.index) if zonings is None else zonings
    if population is None or distance is None:
        raise IndicatorError("zones are put together by people and distance: give both for a matrix")
    crude_migration_intensity(matrix, population)
    mean_distance(matrix, distance)
    _check_zonings(matrix, zonings or {})
    people = population.reindex(matrix.index).to_numpy("float64")
    moves = matrix.reindex(columns=matrix.index).to_numpy("float64")
    km = distance.reindex(index=matrix.index, columns=matrix.index).to_numpy("float64")
    rows = [_measure(STEPS, *step) for step in _merge_nearest(moves, people, km)]
    table = pd.DataFrame(rows, columns=["zoning", "zones", "intensity", "effectiveness", "k"])
    slope = courgeau_slope(table["intensity"].tolist(), table["zones"].tolist()) if len(table) else np.nan
    named = [
        _measure(name, *_merge_by(moves, people, [str(held[code]) for code in matrix.index]))
        for name, held in (zonings or {}).items()
    ]
    if named:
        table = pd.concat([table, pd.DataFrame(named, columns=table.columns)], ignore_index=True)
    table.attrs = {"slope": slope}
    return table


def _check_zonings(matrix: pd.DataFrame, zonings: Mapping[str, Mapping[str, str]]) -> None:
    faults = []
    for name, held in zonings.items():
        missing = [str(code) for code in matrix.index if code not in held]
        if missing:
            faults.append(f"the zoning {name!r} does not hold {', '.join(missing[:5])}")
    if faults:
        raise IndicatorError("cannot compare zonings:\n- " + "\n- ".join(faults))


def _measure(name: str, moves: Floats, people: Floats) -> tuple[str, int, float, float, float]:
    import pandas as pd

    from .indicators import courgeau_k, crude_migration_intensity, migration_effectiveness

    zones = pd.RangeIndex(len(people))
    matrix = pd.DataFrame(moves, index=zones, columns=zones)
    population = pd.Series(people, index=zones)
    return (
        name,
        len(people),
        crude_migration_intensity(matrix, population),
        migration_effectiveness(matrix),
        courgeau_k(matrix, population),
    )


def _merge_by(moves: Floats, people: Floats, held: list[str]) -> Step:
    """Add up the places that the same zone holds; moves between them go to the diagonal."""
    names, zone = np.unique(held, return_inverse=True)
    member = np.zeros((len(held), len(names)))
    member[np.arange(len(held)), zone] = 1.0
    return member.T @ moves @ member, member.T @ people


def _merge_nearest(moves: Floats, people: Floats, km: Floats) -> Iterator[Step]:
    """Join the zone with fewest people to the nearest, again and again, down to two zones."""
    while len(people) > 1:
        yield moves, people
        small = int(people.argmin())
        others = km[small].copy()
        others[small] = np.inf
        near = int(others.argmin())
        moves, people, km = _join(moves, people, km, small, near)


def _join(moves: Floats, people: Floats, km: Floats, gone: int, kept: int) -> tuple[Floats, Floats, Floats]:
    """Add one zone to another; distances to the new zone are means over the people of the two."""
    both = people[gone] + people[kept]
    share = people[gone] / both if both else 0.5
    joined, between = moves.copy(), km.copy()
    joined[kept] += joined[gone]
    joined[:, kept] += joined[:, gone]
    between[kept] = share * km[gone] + (1 - share) * km[kept]
    between[:, kept] = share * km[:, gone] + (1 - share) * km[:, kept]
    rest = np.delete(np.arange(len(people)), gone)
    total = people.copy()
    total[kept] = both
    return joined[np.ix_(rest, rest)], total[rest], between[np.ix_(rest, rest)]
