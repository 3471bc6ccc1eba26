"""
What each measure says, in one sentence that asks for no training.

Counts are rounded to what a reader can hold: two digits of so many in 100, in 1,000 and so on. A sentence never says
"none" or "all" of what is only nearly so. They are in the language of the moment, see `boundaries.language`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from boundaries.language import mark, tr, tr_count

_BASES = (100, 1_000, 10_000, 100_000, 1_000_000)

# Sums of many floats miss a round result by less than this.
_NOTHING = 1e-9

_EQUAL = mark("All flows are of the same size.")
_EVEN = mark("Every place exchanges as many people with one place as with another.")


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
    return tr("fewer than 10"), f"{_BASES[-1]:,}"


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
    return {"0": tr("fewer than 1"), "100": tr("more than 99")}.get(count, count)


def _intensity(value: float, told: Told) -> str:
    if value < _NOTHING:
        return tr("Nobody moved from one place to another.")
    count, base = count_in(value / 100)
    said = (
        tr("Of {base} people, {count} moved from one place to another each year.")
        if told.yearly
        else tr("Of {base} people, {count} moved from one place to another.")
    )
    return said.format(base=base, count=count)


def _effectiveness(value: float, _: Told) -> str:
    if value < _NOTHING:
        return tr("All moves cancel out: every place gains as many people as it loses.")
    if value > 100 - _NOTHING:
        return tr("Every move changes the map; none cancels out.")
    said = tr_count(
        "Of 100 moves, {count} changes the map; the rest cancel out.",
        "Of 100 moves, {count} change the map; the rest cancel out.",
        # Fewer than 1 is said as 1 is.
        max(round(value), 1),
    )
    return said.format(count=count_in_hundred(value / 100))


def _net_rate(value: float, told: Told) -> str:
    if value < _NOTHING:
        return tr("Moving leaves every place with as many people as before.")
    count, base = count_in(value / 100)
    said = (
        tr("To change the map as much, {count} moves per {base} people would have been enough each year.")
        if told.yearly
        else tr("To change the map as much, {count} moves per {base} people would have been enough.")
    )
    return said.format(count=count, base=base)


def _courgeau(value: float, told: Told) -> str:
    if value < _NOTHING:
        return tr("Nobody moved, however many places the map has.")
    # The intensity is k ln(n²), so twice as many places add k · 2 ln 2.
    count, base = count_in(value / 100 * 2 * math.log(2))
    said = (
        tr("On a map with twice as many places, {count} more per {base} people would count as movers each year.")
        if told.yearly
        else tr("On a map with twice as many places, {count} more per {base} people would count as movers.")
    )
    return said.format(count=count, base=base)


def _courgeau_slope(value: float, told: Told) -> str:
    if value < _NOTHING:
        return tr("Nobody moved, however many zones the places are put into.")
    count, base = count_in(value / 100 * 2 * math.log(2))
    said = (
        tr(
            "From one zoning to another with twice as many zones, {count} more per {base} people count as movers "
            "each year."
        )
        if told.yearly
        else tr("From one zoning to another with twice as many zones, {count} more per {base} people count as movers.")
    )
    return said.format(count=count, base=base)


def _connectivity(value: float, told: Told) -> str:
    if value == 0:
        return tr("Nobody moved between any two places.")
    if told.half is not None:
        # A flow of a thousandth of a person is nobody who took that way.
        some = {0.0: tr("none"), 1.0: tr("all")}.get(told.half) or count_in_hundred(told.half)
        every = "100" if value == 1 else count_in_hundred(value)
        said = (
            tr(
                "Of 100 ways from one place to another, {every} have a flow in the table, however small, and {some} "
                "one of half a person or more each year."
            )
            if told.yearly
            else tr(
                "Of 100 ways from one place to another, {every} have a flow in the table, however small, and {some} "
                "one of half a person or more."
            )
        )
        return said.format(every=every, some=some)
    if value == 1:
        return tr("Somebody moved from every place to every other.")
    said = tr("Of 100 ways from one place to another, {count} were taken by somebody.")
    return said.format(count=count_in_hundred(value))


def _inequality_equal(value: float, _: Told) -> str:
    if value < _NOTHING:
        return tr(_EQUAL)
    said = tr("Of 100 moves, {count} would have to go another way for all flows to be of the same size.")
    return said.format(count=count_in_hundred(value))


def _inequality_independence(value: float, _: Told) -> str:
    if value < _NOTHING:
        return tr("Where people go does not depend on where they leave from.")
    said = tr("Of 100 moves, {count} would have to go another way for it not to matter where people leave from.")
    return said.format(count=count_in_hundred(value))


def _gini(value: float, _: Told) -> str:
    if value < _NOTHING:
        return tr(_EQUAL)
    if value > 1 - _NOTHING:
        return tr("All moves go one and the same way.")
    return _tell_gini("1", value)


def _gini_uncorrected(value: float, told: Told) -> str:
    if value < _NOTHING:
        return tr(_EQUAL)
    ways = told.places * (told.places - 1)
    return _tell_gini(f"{1 - 1 / ways:.4g}", value)


def _tell_gini(most: str, value: float) -> str:
    said = tr("From 0 (all flows of the same size) to {most} (all moves go one way) the flows stand at {value}.")
    return said.format(most=most, value=f"{value:.2f}")


def _weighted_gini(value: float, told: Told) -> str:
    # As published it is divided by the number of places; a scale people can read ends at 1.
    if value < _NOTHING:
        return tr(_EVEN)
    return tr(
        "From 0 (a place exchanges as many people with one place as with another) to 1 (all with one) "
        "places stand at {value} on average."
    ).format(value=f"{value * told.places:.2f}")


def _weighted_gini_swapped(value: float, told: Told) -> str:
    if value < _NOTHING:
        return tr(_EVEN)
    return tr(
        "On the same scale, but with those who leave a place counting by those who come to it and the other way round, "
        "places stand at {value} on average."
    ).format(value=f"{value * told.places:.2f}")


def _variation(value: float, _: Told) -> str:
    if value < _NOTHING:
        return tr(_EQUAL)
    said = tr("Flows differ from the average flow by {times} times that average (standard deviation).")
    return said.format(times=f"{value:.2g}")


def _aggregate_variation(value: float, _: Told) -> str:
    if value < _NOTHING:
        return tr(_EVEN)
    said = tr("The flows out of a place and those into it differ from their average by {times} times that average.")
    return said.format(times=f"{value / 2:.2g}")


def _mean_distance(value: float, _: Told) -> str:
    return tr("A move is {length} long on average.").format(length=_kilometres(value))


def _median_distance(value: float, _: Told) -> str:
    return tr("Half of all moves are no longer than {length}.").format(length=_kilometres(value))


def _median_interpolated(value: float, _: Told) -> str:
    said = tr("Half of all moves are no longer than {length}, if moves lie evenly between the distances.")
    return said.format(length=_kilometres(value))


def _power(value: float, _: Told) -> str:
    ratio = 2.0**value
    if round(ratio, 2) == 1:
        return tr("To a place twice as far away go as many: distance makes no difference.")
    said = tr("To a place twice as far away, of the same size, go {count} for every 100 to the nearer.")
    return said.format(count=_count_farther(ratio))


def _exponential(value: float, _: Told) -> str:
    ratio = math.exp(100 * value)
    if round(ratio, 2) == 1:
        return tr("To a place 100 km farther away go as many: distance makes no difference.")
    said = tr("To a place 100 km farther away, of the same size, go {count} for every 100 to the nearer.")
    return said.format(count=_count_farther(ratio))


def _count_farther(ratio: float) -> str:
    """Say how many go when the way is longer, for every 100 who go now."""
    return count_in_hundred(ratio) if ratio < 1 else f"{ratio * 100:,.0f}"


def _kilometres(value: float) -> str:
    return tr("{number} km").format(number=f"{value:,.0f}" if value >= 10 or value == 0 else f"{value:.2g}")


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
