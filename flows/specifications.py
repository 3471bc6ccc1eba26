"""
The specifications of the estimate that were tried, each held against the same yardsticks.

One is chosen; the others differ from it in one or two things: what lies between two places, how strong cities are,
how net migration enters inflow and outflow, and how natural increase is read. All are run with the public
functions of `flows.models` on the censuses of 1998 and 2023.

What was known when one was chosen: every yardstick, the tests too. The loss is of the yardsticks of role fit alone
(`flows.yardsticks.measure_loss`), and the chosen one is not that of least loss: it has the strongest cities with
which every yardstick of role fit is still met, since the loss hardly tells how strong cities are, and every test
that speaks of cities asks for stronger ones.

Three of them read natural increase otherwise than `flows.net_migration` does. They give Quetta more people from
Balochistan and, with stronger cities, come nearer to what is published of Punjab's; but they fit a little worse,
give Lahore too much of Pakistan, and a place's inflow less its outflow would no longer be the net migration shown on
the map of gains and losses. They are kept here so that a reader sees how much hangs on that one rate.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from ._carried import read_carried
from ._errors import EstimateError
from .census import census, years_between
from .ensemble import ANCHOR, TURNOVER_PERIOD, World, model_margins
from .models.balance import scale
from .models.doubly_constrained import fit_decay
from .models.interaction import open_corridors, share_turnover, weigh_pairs
from .models.radiation import radiation
from .parameters import read_parameters
from .yardsticks import measure, measure_loss

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

SPECIFICATIONS_FILE = "estimate_specifications.csv"

# Children a woman would have, 2015–2018: Pakistan Demographic and Health Survey 2017-18 (NIPS and ICF, 2019). Khyber
# Pakhtunkhwa is without the former tribal areas, which have their own figure.
_FERTILITY = {
    "punjab": 3.4,
    "sindh": 3.6,
    "khyber-pakhtunkhwa": 4.0,
    "balochistan": 4.0,
    "islamabad-capital-territory": 3.0,
}
_TRIBAL_FERTILITY = 4.8
_TRIBAL = ("bajaur", "khyber", "kurram", "mohmand", "north-waziristan", "orakzai", "south-waziristan")

# Births a year and person: the 2.4 % the country grew by between the censuses and a death rate of some 0.8 %.
_BIRTH_RATE = 0.032

_TOLERANCE = 1e-9


@dataclass(frozen=True)
class Specification:
    """
    One way to make the estimate.

    Attributes
    ----------
    name
        Key.
    description
        What differs from the chosen one, in words.
    values
        Parameters that differ from `flows/data/parameters.csv`.
    separation
        What lies between two places: "between" (people), "distance" (km) or "radiation" (the radiation model
        instead of a power).
    split
        How net migration enters: "mean" (inflow and outflow have the turnover as geometric mean), "added" (the
        gain is put on top of the turnover) or "apart" (the same, and gains balanced by themselves).
    increase
        Natural increase: "national" (one rate), "closed" (each province its own growth, Islamabad with Punjab)
        or "fertility" (by province, from its fertility).
    """

    name: str
    description: str
    values: dict[str, float] = field(default_factory=dict)
    separation: str = "between"
    split: str = "mean"
    increase: str = "national"


_KILOMETRES = {"between_decay": 0.3, "between_floor": 25.0, "corridor_similarity": 0.0}
_EARLIER = {**_KILOMETRES, "urban_extra": 1.5, "language_power": 1.75}

SPECIFICATIONS = (
    Specification(
        "chosen", "people between to the power −0.2, language to the power 2.75, k = 2, documented corridors open"
    ),
    Specification("no corridors", "as chosen, corridors of Balochistan not opened", {"corridor_similarity": 0.0}),
    Specification(
        "earlier", "distance to the power −0.3, language to the power 1.75, k = 1.5, no corridors", _EARLIER, "distance"
    ),
    Specification("no language", "as earlier, mother tongue left out", {**_EARLIER, "language_power": 0.0}, "distance"),
    Specification("steep distance", "as earlier, power −0.8", {**_EARLIER, "between_decay": 0.8}, "distance"),
    Specification("radiation", "as chosen, the radiation model instead of a power", separation="radiation"),
    Specification(
        "least loss",
        "as chosen, k = 1, half size 500,000, language to the power 1.25, people between to the power −0.15",
        {"urban_extra": 1.0, "city_half_size": 500_000.0, "language_power": 1.25, "between_decay": 0.15},
    ),
    Specification("cities stronger", "as chosen, a townsman counts more: k = 3", {"urban_extra": 3.0}),
    Specification("gain on top", "as chosen, gains and losses put on top of turnover", split="added"),
    Specification("two streams", "as chosen, gains and losses balanced apart from turnover", split="apart"),
    Specification("provinces closed", "as chosen, each province with its own natural increase", increase="closed"),
    Specification(
        "provinces closed, cities stronger",
        "each province with its own natural increase, k = 3, language to the power 1",
        {"urban_extra": 3.0, "language_power": 1.0},
        increase="closed",
    ),
    Specification(
        "fertility",
        "natural increase by the fertility of provinces, k = 3, language to the power 1",
        {"urban_extra": 3.0, "language_power": 1.0},
        increase="fertility",
    ),
)
"""Every specification of the table; the first is the one `flows.estimate` uses."""


def estimate_specifications() -> pd.DataFrame:
    """
    Read how each specification agrees with the yardsticks.

    Returns
    -------
    comparison
        One row a specification, the chosen one first: `specification`, `description`, `chosen` ("yes" or ""),
        `loss`; then every measured value of `flows.yardsticks.measure` but the single fragments;
        `quetta-from-balochistan`, percent of Quetta's newcomers; and `distance-decay`, the power of distance
        that a doubly constrained gravity model fitted to the matrix finds.
    """
    return read_carried(SPECIFICATIONS_FILE)


def compare_specifications(world: World) -> pd.DataFrame:
    """
    Run every specification and hold it against the yardsticks.

    Parameters
    ----------
    world
        From `flows.ensemble.load_world`.

    Returns
    -------
    comparison
        As `estimate_specifications`.
    """
    import pandas as pd

    codes, rows = list(world.codes), []
    logarithm = np.log(world.distance + np.eye(len(codes)))
    home = np.array([province == "balochistan" for province in world.provinces])
    quetta = codes.index("quetta")
    for specification in SPECIFICATIONS:
        matrix = model_specification(world, specification)
        measured = measure(pd.DataFrame(matrix, codes, codes))
        row: dict[str, str | float] = {
            "specification": specification.name,
            "description": specification.description,
            "chosen": "yes" if specification is SPECIFICATIONS[0] else "",
            "loss": measure_loss(measured),
        }
        row |= {name: value for name, value in measured.items() if ">" not in name}
        row["quetta-from-balochistan"] = 100 * matrix[home, quetta].sum() / matrix[:, quetta].sum()
        row["distance-decay"] = fit_decay(matrix, logarithm)
        rows.append(row)
    return pd.DataFrame(rows)


def model_specification(world: World, specification: Specification) -> Floats:
    """
    Compute the matrix of one specification, 1998–2023.

    Parameters
    ----------
    world
        From `flows.ensemble.load_world`.
    specification
        One of `SPECIFICATIONS`, or another.

    Returns
    -------
    matrix
        n × n, people a year; rows are origins, zero diagonal.

    Raises
    ------
    EstimateError
        A word of the specification is not known.
    """
    values = {name: parameter.value for name, parameter in read_parameters().items()} | specification.values
    net = find_nets(world, specification.increase)
    weights = _weigh(world, specification.separation, values)
    if specification.split == "mean":
        out, into = model_margins(world, TURNOVER_PERIOD, values, {TURNOVER_PERIOD: net})
        return scale(weights, out, into, tolerance=_TOLERANCE)[0]
    turnover = _find_turnover(world, values, net)
    gains, losses = np.maximum(net, 0.0), np.maximum(-net, 0.0)
    if specification.split == "added":
        return scale(weights, turnover + losses, turnover + gains, tolerance=_TOLERANCE)[0]
    if specification.split == "apart":
        exchanged = scale(weights, turnover, turnover, tolerance=_TOLERANCE)[0]
        return exchanged + scale(weights, losses, gains, tolerance=_TOLERANCE)[0]
    raise EstimateError(f"net migration cannot enter {specification.split!r}; choose from mean, added, apart")


def find_nets(world: World, increase: str) -> Floats:
    """
    Find net migration 1998–2023 with another reading of natural increase.

    Parameters
    ----------
    world
        From `flows.ensemble.load_world`.
    increase
        See `Specification`.

    Returns
    -------
    net
        People a year, summing to 0.

    Raises
    ------
    EstimateError
        The reading is not known.

    Notes
    -----
    "fertility": the yearly rate of a place is the national one plus births per person × (the province's
    fertility over the mean - 1), all shifted alike until the nets sum to 0. Mortality, age structure and the
    difference between town and village are left out.
    """
    from scipy.optimize import brentq

    if increase == "national":
        return world.net[TURNOVER_PERIOD]
    start, end = TURNOVER_PERIOD
    first, last = (
        census(year, level="cities").set_index("code")["people"].reindex(list(world.codes)).to_numpy("float64")
        for year in (start, end)
    )
    years = years_between(start, end)
    if increase == "closed":
        region = np.array([province.replace("islamabad-capital-territory", "punjab") for province in world.provinces])
        growth = {name: last[region == name].sum() / first[region == name].sum() for name in np.unique(region)}
        closed: Floats = (last - first * np.array([growth[name] for name in region])) / years
        return closed
    if increase == "fertility":
        children = np.array(
            [
                _TRIBAL_FERTILITY if code in _TRIBAL else _FERTILITY[province]
                for code, province in zip(world.codes, world.provinces, strict=True)
            ]
        )
        lead = _BIRTH_RATE * (children / np.average(children, weights=first) - 1)

        def find_surplus(rate: float) -> float:
            return float((last - first * np.exp((rate + lead) * years)).sum())

        rate = brentq(find_surplus, 0.0, 0.1)
        net: Floats = (last - first * np.exp((rate + lead) * years)) / years
        return net
    raise EstimateError(f"no reading of natural increase {increase!r}; choose from national, closed, fertility")


def _weigh(world: World, separation: str, values: dict[str, float]) -> Floats:
    import pandas as pd

    between = world.between[TURNOVER_PERIOD]
    separations = {"between": between, "distance": world.distance, "radiation": np.zeros_like(between)}
    if separation not in separations:
        raise EstimateError(f"nothing called {separation!r} lies between places; choose from {', '.join(separations)}")
    weights = weigh_pairs(
        separations[separation],
        open_corridors(world.similarity, world.corridors, least=values["corridor_similarity"]),
        decay=values["between_decay"],
        nearest=values["between_floor"],
        power=values["language_power"],
        floor=values["language_floor"],
    )
    if separation == "radiation":
        codes = list(world.codes)
        people = pd.Series(world.rural[TURNOVER_PERIOD] + world.urban[TURNOVER_PERIOD], codes)
        weights = weights * radiation(people, pd.DataFrame(world.distance, codes, codes)).to_numpy()
    return weights


def _find_turnover(world: World, values: dict[str, float], net: Floats) -> Floats:
    """Share out the turnover that with Karachi's gain on top makes Karachi's published inflow."""
    anchor = world.codes.index(ANCHOR)
    shares = share_turnover(
        world.rural[TURNOVER_PERIOD],
        world.urban[TURNOVER_PERIOD],
        extra=values["urban_extra"],
        half_size=values["city_half_size"],
    )
    turnover: Floats = (values["karachi_inflow"] - max(net[anchor], 0.0)) / shares[anchor] * shares
    return turnover
