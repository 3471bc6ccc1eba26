"""
Build the estimate: one matrix from the chosen parameters, and many from the range each is uncertain over.

The ensemble varies every parameter that has a range, triangular with its peak at the chosen value, and the
natural increase behind net migration, by province: a province's units move together between the low and the
high of `flows.net_migration`, and what the nets then fail to sum to is taken back from all units by the width
of their range. Points are those of Sobol, unscrambled, so the same files come out on every machine. A draw
whose moves exceed the published yearly total (an upper bound), or that would empty Karachi, is set aside.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ._carried import read_carried
from .census import census, find_parents
from .datasets import load
from .models.balance import scale
from .models.interaction import (
    compare_languages,
    count_between,
    measure_distances,
    open_corridors,
    share_turnover,
    split_turnover,
    weigh_pairs,
)
from .net_migration import PERIODS, net_migration
from .parameters import Parameter, draw_triangular, read_parameters

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Mask = NDArray[np.bool_]

Period = tuple[int, int]

TURNOVER_PERIOD: Period = (1998, 2023)
"""The period on which Karachi's published inflow sets the turnover of every place."""

ANCHOR = "karachi"


@dataclass(frozen=True)
class World:
    """
    What is known about the places, in one fixed order.

    Attributes
    ----------
    codes
        The 123 city units, sorted.
    provinces
        Province code of each.
    rural, urban
        Period → mean of the two censuses, people.
    net, net_low, net_high
        Period → net migration, people a year.
    distance
        n × n, km, between main towns.
    between
        Period → n × n, people who live nearer; see `flows.models.interaction.count_between`.
    similarity
        n × n, see `flows.models.interaction.compare_languages`.
    corridors
        n × n, true where a source documents a corridor from row to column.
    """

    codes: tuple[str, ...]
    provinces: tuple[str, ...]
    rural: dict[Period, Floats]
    urban: dict[Period, Floats]
    net: dict[Period, Floats]
    net_low: dict[Period, Floats]
    net_high: dict[Period, Floats]
    distance: Floats
    between: dict[Period, Floats]
    similarity: Floats
    corridors: Mask


def load_world() -> World:
    """
    Read censuses, net migration, towns, mother tongues and documented corridors of the city units.

    Returns
    -------
    world
        See `World`.
    """
    counts = {year: census(year, level="cities").set_index("code").sort_index() for year in (1998, 2017, 2023)}
    codes = tuple(counts[2023].index)
    people = {year: table["people"].to_numpy("float64") for year, table in counts.items()}
    towns = {year: table["urban"].to_numpy("float64") for year, table in counts.items()}
    urban = {(a, z): (towns[a] + towns[z]) / 2 for a, z in PERIODS}
    rural = {(a, z): (people[a] + people[z]) / 2 - urban[a, z] for a, z in PERIODS}
    nets = {(a, z): net_migration(a, z, level="cities").set_index("code").reindex(list(codes)) for a, z in PERIODS}
    nodes = read_carried("nodes.csv").set_index("code").reindex(list(codes))
    cities, provinces = find_parents("cities"), find_parents("province")
    province_of = {city: provinces[district] for district, city in cities.items()}
    distance = measure_distances(nodes["lon"].to_numpy("float64"), nodes["lat"].to_numpy("float64"))
    return World(
        codes,
        tuple(province_of[code] for code in codes),
        rural,
        urban,
        _take(nets, "net"),
        _take(nets, "low"),
        _take(nets, "high"),
        distance,
        {period: count_between(rural[period] + urban[period], distance) for period in PERIODS},
        compare_languages(_read_languages(codes, cities)),
        _read_corridors(codes, province_of),
    )


def _take(tables: dict[Period, pd.DataFrame], name: str) -> dict[Period, Floats]:
    return {period: table[name].to_numpy("float64") for period, table in tables.items()}


def _read_languages(codes: tuple[str, ...], cities: dict[str, str]) -> Floats:
    """Count the speakers of each group of languages: places × groups."""
    groups = read_carried("language_groups.csv").set_index("language")["group"]
    table = read_carried("mother_tongue.csv")
    table["group"] = table["language"].map(groups)
    table["code"] = table["code"].map(cities)
    speakers = table.pivot_table(index="code", columns="group", values="people", aggfunc="sum")
    counted: Floats = speakers.reindex(list(codes)).to_numpy("float64")
    return counted


def _read_corridors(codes: tuple[str, ...], province_of: dict[str, str]) -> Mask:
    """Find the documented corridors; one that starts in a whole province starts in each of its places."""
    table = load("balochistan_corridors").table
    corridors = np.zeros((len(codes), len(codes)), dtype=bool)
    for origin, destination in zip(table["origin"], table["destination"], strict=True):
        rows = [code == origin or province_of[code] == origin for code in codes]
        corridors[rows, codes.index(destination)] = True
    np.fill_diagonal(corridors, False)
    return corridors


def model_margins(
    world: World, period: Period, values: dict[str, float], nets: dict[Period, Floats]
) -> tuple[Floats, Floats]:
    """
    Find how many people a year leave and enter each place.

    Parameters
    ----------
    world
        The places.
    period
        One of `net_migration.PERIODS`.
    values
        Parameters by name.
    nets
        Period → net migration, people a year, summing to 0.

    Returns
    -------
    outflow, inflow
        People a year. Karachi's inflow is the parameter; everywhere inflow less outflow is the net. A
        negative or undefined number says that the parameters cannot be met.

    Notes
    -----
    Karachi's inflow and net of 1998–2023 give its turnover, and by the shares that of every place. In another
    period the others keep that turnover per head, and Karachi alone is set again to meet its inflow: only
    one gross figure is published, and 2017–2023 counts Karachi more completely than before, so its net of
    those years says little about the turnover of others.
    """
    anchor = world.codes.index(ANCHOR)
    inflow = values["karachi_inflow"]
    base = TURNOVER_PERIOD
    shares = {
        p: share_turnover(
            world.rural[p],
            world.urban[p],
            extra=values["urban_extra"],
            half_size=values["city_half_size"],
        )
        for p in {base, period}
    }
    with np.errstate(invalid="ignore"):
        country = np.sqrt(inflow * (inflow - nets[base][anchor])) / shares[base][anchor]
        growth = (world.rural[period] + world.urban[period]).sum() / (world.rural[base] + world.urban[base]).sum()
        turnover = country * growth * shares[period]
        turnover[anchor] = np.sqrt(inflow * (inflow - nets[period][anchor]))
    into, out = split_turnover(turnover, nets[period])
    return out, into


def model_matrix(
    world: World,
    period: Period,
    values: dict[str, float],
    nets: dict[Period, Floats],
    *,
    tolerance: float,
) -> Floats | None:
    """
    Compute one matrix of moves a year.

    Parameters
    ----------
    world, period, values, nets
        As for `model_margins`.
    tolerance
        Largest miss of a row total, as a share of it.

    Returns
    -------
    matrix
        n × n, rows are origins, zero diagonal; None where the margins cannot be met or exceed the bound.
    """
    out, into = model_margins(world, period, values, nets)
    if not (np.isfinite(out).all() and (out > 0).all() and (into > 0).all()):
        return None
    if into.sum() > values["yearly_moves_bound"]:
        return None
    weights = weigh_pairs(
        world.between[period],
        open_corridors(world.similarity, world.corridors, least=values["corridor_similarity"]),
        decay=values["between_decay"],
        nearest=values["between_floor"],
        power=values["language_power"],
        floor=values["language_floor"],
    )
    matrix, _, _ = scale(weights, out, into, tolerance=tolerance)
    return matrix


def model_draws(world: World, period: Period) -> list[Floats]:
    """
    Compute the ensemble of a period.

    Parameters
    ----------
    world, period
        As for `model_margins`.

    Returns
    -------
    matrices
        n × n each; fewer than asked for where draws were set aside.
    """
    from scipy.stats import qmc

    parameters = read_parameters()
    varied = [p for p in parameters.values() if p.low < p.high]
    regions = sorted(set(world.provinces))
    count = int(parameters["draws"].value)
    points = qmc.Sobol(len(varied) + len(regions), scramble=False).random_base2(int(np.log2(count)))
    points = points + 0.5 / count  # the first point of an unscrambled sequence is the corner 0
    matrices = []
    for point in points:
        values = _draw_values(parameters, varied, point[: len(varied)])
        readings = draw_triangular(point[len(varied) :], -1.0, 0.0, 1.0)
        reading = dict(zip(regions, readings, strict=True))
        lean = np.array([reading[province] for province in world.provinces])
        nets = {p: lean_nets(world.net[p], world.net_low[p], world.net_high[p], lean) for p in world.net}
        matrix = model_matrix(world, period, values, nets, tolerance=1e-6)
        if matrix is not None:
            matrices.append(matrix)
    return matrices


def _draw_values(parameters: dict[str, Parameter], varied: list[Parameter], point: Floats) -> dict[str, float]:
    values = {name: parameter.value for name, parameter in parameters.items()}
    for parameter, uniform in zip(varied, point, strict=True):
        drawn = draw_triangular(np.array([uniform]), parameter.low, parameter.value, parameter.high)
        values[parameter.name] = float(drawn[0])
    return values


def lean_nets(net: Floats, low: Floats, high: Floats, lean: Floats) -> Floats:
    """
    Move net migration towards its low or its high reading, keeping the sum at zero.

    Parameters
    ----------
    net, low, high
        People a year; `net` sums to 0.
    lean
        -1 for the low reading, 0 for the net itself, 1 for the high one, one for each place.

    Returns
    -------
    nets
        People a year, summing to 0: what is over is taken from every place by the width of its range.
    """
    moved = net + np.where(lean > 0, lean * (high - net), lean * (net - low))
    width = high - low
    nets: Floats = moved - moved.sum() * width / width.sum()
    return nets
