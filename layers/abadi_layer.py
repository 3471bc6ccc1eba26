"""Published numbers of katchi abadis as marks on the map: where the place lies, not where the settlements lie."""

from __future__ import annotations

from textwrap import wrap
from typing import Any, Final

from boundaries.language import mark, tr
from flows.settlements import Marker, abadi_markers
from layers.cube import Cube
from layers.label_layer import Name
from layers.palette import Palette

RADIUS: Final = 5.0
"""CSS pixels."""

LABELS: Final = {"counted": mark("{label} katchi abadis"), "claim": mark("{label} settlements, a documented claim")}
"""By the evidence of the label's number."""


def find_abadis(cube: Cube, place: str) -> list[Marker]:
    """
    Find the published numbers for a place, its districts and its province.

    Parameters
    ----------
    cube
        The places.
    place
        Code of a flow unit.

    Returns
    -------
    markers
        Empty where no list was published; none is made up.
    """
    here = cube.flow_units.index(place)
    districts = sorted(code for code, unit in cube.home.items() if unit == here and code != place)
    return abadi_markers([place, *districts, cube.flow_units.provinces[here]])


def build_abadi_traces(markers: list[Marker], palette: Palette) -> list[dict[str, Any]]:
    """
    Build the marks.

    Parameters
    ----------
    markers, palette
        What is said where, and the colours.

    Returns
    -------
    traces
        One `scattermap`, or none.
    """
    if not markers:
        return []
    shared = {
        "type": "scattermap",
        "mode": "markers",
        "lon": [marker.lon for marker in markers],
        "lat": [marker.lat for marker in markers],
    }
    ring = {"marker": {"size": 2 * RADIUS + 3, "color": palette.ink, "allowoverlap": True}, "hoverinfo": "skip"}
    said = [f"<b>{marker.label}</b><br>{'<br>'.join(wrap(marker.title, 60))}" for marker in markers]
    dot = {
        "name": "abadis",
        "marker": {"size": 2 * RADIUS, "color": palette.note_rule, "allowoverlap": True},
        "hovertext": said,
        "hovertemplate": "%{hovertext}<extra></extra>",
    }
    return [{**shared, "name": "abadi rings", **ring}, {**shared, **dot}]


def name_abadis(markers: list[Marker], place: str) -> tuple[Name, ...]:
    """
    Label the marks.

    Parameters
    ----------
    markers
        From `find_abadis`.
    place
        The view's own, whose label says what is counted: the rest stand close together, and the legend says it too.

    Returns
    -------
    names
        For `label_layer.build_label_traces`.
    """
    return tuple(
        Name(one.lon, one.lat, tr(LABELS[one.evidence]).format(label=one.label) if one.code == place else one.label, 4)
        for one in markers
    )
