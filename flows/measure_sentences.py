"""
What each measure says, in one sentence that asks for no training.

Counts are rounded to what a reader can hold: two digits of so many in 100, in 1,000 and so on. A sentence never says
"none" or "all" of what is only nearly so.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

_BASES = (100, 1_000, 10_000, 100_000, 1_000_000)

# Sums of many floats miss a round result by less than this.
_NOTHING = 1e-9

_EQUAL = "All flows are of the same size."
_EVEN = "Every place exchanges as many people with one place as with another."


@dataclass(frozen=True)
class Told:
    """
    What a sentence must know besides the figure.

    Attributes
    ----------
    places
        How many places the table has.
    yearly
        " each year" where people a year are counted, else "".
    half
        Share of the ways from one place to another with half a person or more, where flows are fractions of people,
        as a model makes them; None where they are whole.
    """

    places: int
    yearly: str = ""
    half: float | None = None


def count_in(share: float) -> tuple[str, str]:
    """
    Say a share as a count of two digits in a round number.

    Parameters
    ----------
    share
        Between 0 and 1.

    Returns
    -------
    count, base
        Such as ("38", "10,000") for 0.0038. A share too small for a million is "fewer than 10" in it.
    """
    for base in _BASES:
        if share * base >= 9.5:
            return f"{share * base:,.0f}", f"{base:,}"
    return "fewer than 10", f"{_BASES[-1]:,}"


def count_in_hundred(share: float) -> str:
    """
    Say a share as so many of 100, never rounding to none or to all.

    Parameters
    ----------
    share
        Between 0 and 1, neither of the two.

    Returns
    -------
    count
        "fewer than 1", "1" to "99", or "more than 99".
    """
    count = f"{share * 100:.0f}"
    return {"0": "fewer than 1", "100": "more than 99"}.get(count, count)


def _intensity(value: float, told: Told) -> str:
    if value < _NOTHING:
        return "Nobody moved from one place to another."
    count, base = count_in(value / 100)
    return f"Of {base} people, {count} moved from one place to another{told.yearly}."


def _effectiveness(value: float, _: Told) -> str:
    if value < _NOTHING:
        return "All moves cancel out: every place gains as many people as it loses."
    if value > 100 - _NOTHING:
        return "Every move changes the map; none cancels out."
    count = count_in_hundred(value / 100)
    change = "changes" if count in {"1", "fewer than 1"} else "change"
    return f"Of 100 moves, {count} {change} the map; the rest cancel out."


def _net_rate(value: float, told: Told) -> str:
    if value < _NOTHING:
        return "Moving leaves every place with as many people as before."
    count, base = count_in(value / 100)
    return f"To change the map as much, {count} moves per {base} people would have been enough{told.yearly}."


def _courgeau(value: float, told: Told) -> str:
    if value < _NOTHING:
        return "Nobody moved, however many places the map has."
    # The intensity is k ln(n²), so twice as many places add k · 2 ln 2.
    count, base = count_in(value / 100 * 2 * math.log(2))
    return f"On a map with twice as many places, {count} more per {base} people would count as movers{told.yearly}."


def _courgeau_slope(value: float, told: Told) -> str:
    if value < _NOTHING:
        return "Nobody moved, however many zones the places are put into."
    count, base = count_in(value / 100 * 2 * math.log(2))
    return (
        f"From one zoning to another with twice as many zones, {count} more per {base} people count as movers"
        f"{told.yearly}."
    )


def _connectivity(value: float, told: Told) -> str:
    if value == 0:
        return "Nobody moved between any two places."
    if told.half is not None:
        # A flow of a thousandth of a person is nobody who took that way.
        some = {0.0: "none", 1.0: "all"}.get(told.half) or count_in_hundred(told.half)
        every = "100" if value == 1 else count_in_hundred(value)
        return (
            f"Of 100 ways from one place to another, {every} have a flow in the table, however small, and {some} one "
            f"of half a person or more{told.yearly}."
        )
    if value == 1:
        return "Somebody moved from every place to every other."
    return f"Of 100 ways from one place to another, {count_in_hundred(value)} were taken by somebody."


def _inequality_equal(value: float, _: Told) -> str:
    if value < _NOTHING:
        return _EQUAL
    return f"Of 100 moves, {count_in_hundred(value)} would have to go another way for all flows to be of the same size."


def _inequality_independence(value: float, _: Told) -> str:
    if value < _NOTHING:
        return "Where people go does not depend on where they leave from."
    count = count_in_hundred(value)
    return f"Of 100 moves, {count} would have to go another way for it not to matter where people leave from."


def _gini(value: float, _: Told) -> str:
    if value < _NOTHING:
        return _EQUAL
    if value > 1 - _NOTHING:
        return "All moves go one and the same way."
    return f"From 0 (all flows of the same size) to 1 (all moves go one way) the flows stand at {value:.2f}."


def _gini_uncorrected(value: float, told: Told) -> str:
    if value < _NOTHING:
        return _EQUAL
    ways = told.places * (told.places - 1)
    return (
        f"From 0 (all flows of the same size) to {1 - 1 / ways:.4g} (all moves go one way) the flows "
        f"stand at {value:.2f}."
    )


def _weighted_gini(value: float, told: Told) -> str:
    # As published it is divided by the number of places; a scale people can read ends at 1.
    if value < _NOTHING:
        return _EVEN
    return (
        "From 0 (a place exchanges as many people with one place as with another) to 1 (all with one) "
        f"places stand at {value * told.places:.2f} on average."
    )


def _weighted_gini_swapped(value: float, told: Told) -> str:
    if value < _NOTHING:
        return _EVEN
    return (
        "On the same scale, but with those who leave a place counting by those who come to it and the other way round, "
        f"places stand at {value * told.places:.2f} on average."
    )


def _variation(value: float, _: Told) -> str:
    if value < _NOTHING:
        return _EQUAL
    return f"Flows differ from the average flow by {value:.2g} times that average (standard deviation)."


def _aggregate_variation(value: float, _: Told) -> str:
    if value < _NOTHING:
        return _EVEN
    return (
        f"The flows out of a place and those into it differ from their average by {value / 2:.2g} times that average."
    )


def _mean_distance(value: float, _: Told) -> str:
    return f"A move is {_kilometres(value)} long on average."


def _median_distance(value: float, _: Told) -> str:
    return f"Half of all moves are no longer than {_kilometres(value)}."


def _median_interpolated(value: float, _: Told) -> str:
    return f"Half of all moves are no longer than {_kilometres(value)}, if moves lie evenly between the distances."


def _power(value: float, _: Told) -> str:
    return _tell_decay("To a place twice as far away", 2.0**value)


def _exponential(value: float, _: Told) -> str:
    return _tell_decay("To a place 100 km farther away", math.exp(100 * value))


def _tell_decay(farther: str, ratio: float) -> str:
    """Say how many go when the way is longer, for every 100 who go now."""
    if round(ratio, 2) == 1:
        return f"{farther} go as many: distance makes no difference."
    count = count_in_hundred(ratio) if ratio < 1 else f"{ratio * 100:,.0f}"
    return f"{farther}, of the same size, go {count} for every 100 to the nearer."


def _kilometres(value: float) -> str:
    return f"{value:,.0f} km" if value >= 10 or value == 0 else f"{value:.2g} km"


SENTENCES: dict[str, Callable[[float, Told], str]] = {
    "crude_migration_intensity": _intensity,
    "migration_effectiveness": _effectiveness,
    "aggregate_net_migration_rate": _net_rate,
    "courgeau_k": _courgeau,
    "courgeau_slope": _courgeau_slope,
    "connectivity": _connectivity,
    "inequality_equal": _inequality_equal,
    "inequality_independence": _inequality_independence,
    "gini": _gini,
    "gini_uncorrected": _gini_uncorrected,
    "mean_weighted_gini": _weighted_gini,
    "mean_weighted_gini_swapped": _weighted_gini_swapped,
    "coefficient_of_variation": _variation,
    "aggregate_coefficient_of_variation": _aggregate_variation,
    "mean_distance": _mean_distance,
    "median_distance": _median_distance,
    "median_distance_interpolated": _median_interpolated,
    "distance_decay_power": _power,
    "distance_decay_exponential": _exponential,
}
"""Name of a measure to its sentence, from the value and what else must be known."""
