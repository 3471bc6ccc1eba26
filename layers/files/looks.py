"""How layers look in other programs: exactly as on the screen, read from what was drawn there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from boundaries.language import tr
from layers.files.content import Look, Style

if TYPE_CHECKING:
    from layers.legend import Legend
    from layers.palette import Palette

NODE: Final = 6.0
"""CSS pixels across a place's dot."""


def read_ramp(trace: dict[str, Any]) -> tuple[str, ...]:
    """
    Read the colours of a trace back.

    Parameters
    ----------
    trace
        A `choroplethmap` whose colour scale has steps, see `place_layer.step_scale`.

    Returns
    -------
    colours
        One a step, from low to high.
    """
    return tuple(colour for _, colour in trace["colorscale"][::2])


def read_colours(trace: dict[str, Any]) -> list[str]:
    """
    Read the colour of every feature.

    Parameters
    ----------
    trace
        As for `read_ramp`.

    Returns
    -------
    colours
        One a location.
    """
    ramp = read_ramp(trace)
    low, high = float(trace["zmin"]), float(trace["zmax"])
    steps = [(float(z) - low) / (high - low) * len(ramp) for z in trace["z"]]
    return [ramp[min(int(step), len(ramp) - 1)] for step in steps]


def style_places(trace: dict[str, Any], legend: Legend, palette: Palette, *, subject: str = "") -> Style:
    """
    Style places as the map has them.

    Parameters
    ----------
    trace
        Of the places; its classes are the values of the column `shade`.
    legend
        Says what the classes are.
    palette
        Colour of the lines between places.
    subject
        Name of the view's own place.

    Returns
    -------
    style
        A look for every class in use.
    """
    words = [tr(legend.no_data_text), tr("no number"), subject or tr("the place asked for")]
    words += name_classes(legend.limits) if legend.colours else []
    used = sorted(set(trace["z"]))
    return Style(
        "shade",
        tuple(Look(z, words[z], colour, palette.border, 0.6) for z, colour in enumerate(read_ramp(trace)) if z in used),
        legend.title or tr("Places"),
    )


def name_classes(limits: tuple[str, ...]) -> list[str]:
    """
    Name classes by their limits.

    Parameters
    ----------
    limits
        As the legend writes them, from low to high.

    Returns
    -------
    names
        One more than there are limits.
    """
    if not limits:
        return [tr("all")]
    between = [
        tr("{low} to {high}").format(low=low, high=high) for low, high in zip(limits, limits[1:], strict=False)
    ]
    return [
        tr("below {limit}").format(limit=limits[0]),
        *between,
        tr("{limit} and above").format(limit=limits[-1]),
    ]


def style_arrows(trace: dict[str, Any], names: list[str], title: str) -> tuple[list[int], Style]:
    """
    Style arrows as the map has them.

    Parameters
    ----------
    trace
        Of the arrows.
    names
        What each arrow's look means, such as "coming".
    title
        What the colours mean.

    Returns
    -------
    shade
        Of every arrow.
    style
        A look for every different one.
    """
    fills, marker = read_colours(trace), trace["marker"]
    count = len(fills)
    lines = _spread(marker["line"].get("color", ""), count)
    widths = [float(width) for width in _spread(marker["line"]["width"], count)]
    opacities = [float(opacity) for opacity in _spread(marker["opacity"], count)]
    kinds: dict[tuple[str, str, str, float], list[float]] = {}
    keys = []
    for fill, line, width, opacity, name in zip(fills, lines, widths, opacities, names, strict=True):
        key = (name, fill, line if width else "", opacity)
        kinds.setdefault(key, []).append(width)
        keys.append(key)
    order = {key: position for position, key in enumerate(kinds)}
    looks = tuple(
        Look(order[key], key[0], key[1], key[2], round(sum(given) / len(given), 2), key[3])
        for key, given in kinds.items()
    )
    return [order[key] for key in keys], Style("shade", looks, title)


def style_lines(arrows: Style) -> Style:
    """
    Style the middle lines of arrows: in the colours of their outlines, so that pale ones are still seen.

    Parameters
    ----------
    arrows
        Of the arrows.

    Returns
    -------
    style
        The same looks as lines; value −1 for flows that are not drawn as arrows.
    """
    drawn = tuple(Look(look.value, look.label, "", look.line or look.fill, 1.2, look.opacity) for look in arrows.looks)
    return Style("shade", (*drawn, Look(-1, tr("not drawn on the screen"), "", "#8a8f92", 0.3, 0.5)), arrows.title)


def style_nodes(palette: Palette) -> Style:
    """
    Style the dots of places.

    Parameters
    ----------
    palette
        Colours.

    Returns
    -------
    style
        One look, labelled by name.
    """
    look = Look(0, tr("Places"), palette.node, palette.halo, 0.8, size=NODE)
    return Style("", (look,), tr("Places"), "name")


def style_abadis(palette: Palette) -> Style:
    """
    Style the marks of katchi abadis.

    Parameters
    ----------
    palette
        Colours.

    Returns
    -------
    style
        One look, labelled by the published number.
    """
    from layers.abadi_layer import RADIUS

    words = tr("Katchi abadis: a published number")
    return Style("", (Look(0, words, palette.note_rule, palette.ink, 1.5, size=2 * RADIUS),), words, "name")


def _spread(given: Any, count: int) -> list[Any]:
    return list(given) if isinstance(given, (list, tuple)) else [given] * count
