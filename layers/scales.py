"""Classes for colour and widths for arrows, from the numbers of a view or fixed for all views."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from layers._errors import LayerError

WIDEST = ((4.8, 9.0), (6.2, 16.0))
"""Map zoom and the width in CSS pixels of a scale's largest arrow there; in between in proportion. Where the whole
country is in view places stand too close for broad arrows."""


GRIDS: Final = ((1.0, 2.0, 3.0, 5.0), (1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0))
"""Round numbers for class limits, times a power of ten: the rounder ones are tried first."""


@dataclass(frozen=True, slots=True)
class Classes:
    """
    Colour classes: `breaks` has one number fewer than `colours`.

    A value belongs to the first class whose upper break is above it, so a value equal to a break is in
    the class above; NaN belongs to none.
    """

    breaks: tuple[float, ...]
    colours: tuple[str, ...]

    def colour_index(self, values: NDArray[np.float64]) -> NDArray[np.int64]:
        """
        Give every value its class.

        Parameters
        ----------
        values
            Any shape.

        Returns
        -------
        index
            0 for the lowest class; −1 where the value is NaN.
        """
        index = np.searchsorted(np.asarray(self.breaks), values, side="right")
        return np.where(np.isnan(values), -1, index)


def round_nice(value: float, *, up: bool = True) -> float:
    """
    Round to 1, 2, 3 or 5 times a power of ten.

    Parameters
    ----------
    value
        Above zero; zero and below give 1.
    up
        Round away from zero rather than to the nearest.

    Returns
    -------
    number
        For example 18,821 → 20,000.
    """
    if value <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    steps = (*GRIDS[0], 10.0)
    if up:
        return next(step for step in steps if step * power >= value * (1 - 1e-9)) * power
    return min(steps, key=lambda step: abs(math.log(step * power / value))) * power


def class_sequential(values: NDArray[np.float64], colours: tuple[str, ...]) -> Classes:
    """
    Cut a heavy-tailed measure into classes with round limits.

    Parameters
    ----------
    values
        Zero or more; NaN is left out. Empty or all zero gives limits 1, 2, 3, …
    colours
        From few to many.

    Returns
    -------
    classes
        Limits are quantiles of the positive values, rounded, strictly rising and below the largest value:
        quantiles keep every class in use, rounding keeps the legend readable. Where the values lie too close
        for that many round limits there are fewer classes, with colours spread over the same ramp.
    """
    positive = values[np.isfinite(values) & (values > 0)]
    wanted = len(colours) - 1
    if positive.size == 0:
        return Classes(tuple(float(step) for step in range(1, wanted + 1)), colours)
    # Traces far below the rest share the lowest class; they would use up limits that nobody can read.
    positive = positive[positive >= np.quantile(positive, 0.97) / 50]
    quantiles = np.quantile(positive, np.linspace(0.15, 0.97, wanted))
    limits: list[float] = []
    for grid in GRIDS:
        rounded = {_round_to(float(quantile), grid) for quantile in quantiles}
        limits = sorted(limit for limit in rounded if limit < positive.max())
        if len(limits) == wanted:
            break
    limits = limits or [_round_to(float(positive.max()) / 2, GRIDS[-1])]
    picked = np.linspace(0, wanted, len(limits) + 1).round().astype(int)
    return Classes(tuple(limits), tuple(colours[index] for index in picked))


def _round_to(value: float, grid: tuple[float, ...]) -> float:
    power = 10.0 ** math.floor(math.log10(value))
    step = min((*grid, 10.0), key=lambda step: abs(math.log(step * power / value)))
    return float(f"{step * power:.3g}")


def class_diverging(values: NDArray[np.float64], loss: tuple[str, ...], gain: tuple[str, ...]) -> Classes:
    """
    Cut gains and losses into classes that mirror each other about zero.

    Parameters
    ----------
    values
        Signed; NaN is left out.
    loss, gain
        Colours from weak to strong, equally many.

    Returns
    -------
    classes
        Zero is always a limit, so no class mixes gain with loss.
    """
    sizes = np.abs(values[np.isfinite(values)])
    steps = class_sequential(sizes, tuple(str(index) for index in range(len(gain))))
    picked = [int(index) for index in steps.colours]
    breaks = (*(-limit for limit in reversed(steps.breaks)), 0.0, *steps.breaks)
    return Classes(breaks, (*(loss[index] for index in reversed(picked)), *(gain[index] for index in picked)))


@dataclass(frozen=True, slots=True)
class Width:
    """Arrow width proportional to people: `people_max` people are `width_max` CSS pixels wide."""

    people_max: float
    width_max: float

    def pixels(self, people: float) -> float:
        """
        Width of an arrow.

        Parameters
        ----------
        people
            Persons a year.

        Returns
        -------
        width
            CSS pixels, linear through zero.
        """
        return self.width_max * people / self.people_max


def scale_width(people: NDArray[np.float64], *, zoom: float, fixed_max: float | None = None) -> Width:
    """
    Choose the width scale of a view.

    Parameters
    ----------
    people
        The flows drawn; may be empty.
    zoom
        MapLibre zoom of the frame.
    fixed_max
        People a year that are full width in every view, whatever its zoom; None: this view's largest flow.

    Returns
    -------
    width
        The scale.
    """
    (far, thin), (near, broad) = WIDEST
    if fixed_max is not None:
        return Width(fixed_max, broad)
    width_max = round(float(np.interp(zoom, (far, near), (thin, broad))), 1)
    return Width(float(people.max()) if people.size and people.max() > 0 else 1.0, width_max)


def class_fixed(limits: tuple[float, ...], colours: tuple[str, ...]) -> Classes:
    """
    Take classes with given limits.

    Parameters
    ----------
    limits
        Rising, one fewer than the colours.
    colours
        From low to high.

    Returns
    -------
    classes
        As given.

    Raises
    ------
    LayerError
        Their numbers do not fit.
    """
    if len(limits) + 1 != len(colours):
        raise LayerError(f"{len(colours)} colours need {len(colours) - 1} limits, got {len(limits)}")
    return Classes(limits, colours)
