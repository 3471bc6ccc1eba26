"""The shapes of flows: the polygons of the screen, and lines along their middle."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from layers.cube import Units


def read_features(collection: Mapping[str, Any]) -> dict[str, Any]:
    """
    Read the shapes of a GeoJSON collection.

    Parameters
    ----------
    collection
        As `arrows.to_geojson` writes it.

    Returns
    -------
    shapes
        Id → shapely geometry.
    """
    import shapely

    features = collection["features"]
    shapes = shapely.from_geojson([json.dumps(feature["geometry"]) for feature in features])
    return {str(feature["id"]): shape for feature, shape in zip(features, shapes, strict=True)}


def find_middle(ring: NDArray[np.float64]) -> NDArray[np.float64]:
    """
    Find the middle line of an arrow.

    Parameters
    ----------
    ring
        Closed outline from `arrows.draw_arrows`: k corners up the right side, the three of the head, k down the left.

    Returns
    -------
    line
        From the tail to the tip, shape (k + 1, 2).
    """
    count = (len(ring) - 4) // 2
    right, left = ring[:count], ring[count + 3 : 2 * count + 3][::-1]
    return np.concatenate([(right + left) / 2, ring[count + 1 : count + 2]])


def bend_lines(units: Units, pairs: Sequence[tuple[str, str]], arrows: Mapping[tuple[str, str], Any]) -> Any:
    """
    Draw flows as lines from place to place.

    Parameters
    ----------
    units
        Where places are.
    pairs
        Codes of origin and destination.
    arrows
        The polygons of those that are drawn as arrows.

    Returns
    -------
    lines
        shapely; each begins at the origin and ends at the destination. Along the middle of its arrow, where it has
        one, else straight.
    """
    import shapely

    at = {code: units.nodes[position] for position, code in enumerate(units.codes)}
    lines = []
    for origin, destination in pairs:
        ends = at[origin][None], at[destination][None]
        arrow = arrows.get((origin, destination))
        between = [find_middle(shapely.get_coordinates(arrow))] if arrow is not None else []
        lines.append(shapely.linestrings(np.round(np.concatenate([ends[0], *between, ends[1]]), 6)))
    return np.array(lines, dtype=object)
