"""Read the geometries of a TopoJSON file together with the arcs that neighbours share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from boundaries._errors import GeometryError


@dataclass(frozen=True)
class Topology:
    """
    The arcs of a TopoJSON file and its named objects.

    Attributes
    ----------
    arcs
        One ``(n, 2)`` array of longitude and latitude in degrees for each arc.
    objects
        The file's own ``objects``, unchanged.
    """

    arcs: list[NDArray[np.float64]]
    objects: dict[str, Any]

    def features(self, name: str) -> list[dict[str, Any]]:
        """
        List the geometries of one object as plain dicts (``type``, ``arcs``, ``id``, ``properties``).

        Raises
        ------
        GeometryError
            When the file has no object of that name.
        """
        if name not in self.objects:
            raise GeometryError(f"no object {name!r} in the TopoJSON; it has {', '.join(sorted(self.objects))}")
        return list(self.objects[name].get("geometries", []))

    def geometry(self, feature: dict[str, Any]) -> Any:
        """
        Build the shapely geometry of one feature: (multi)polygon or (multi)linestring in degrees, x before y.

        Raises
        ------
        GeometryError
            For any other geometry type.
        """
        kind, arcs = feature["type"], feature["arcs"]
        if kind == "Polygon":
            return self._polygon(arcs)
        if kind == "MultiPolygon":
            parts = [self._polygon(part) for part in arcs]
            return shapely.MultiPolygon([part for part in parts if not part.is_empty])
        if kind == "LineString":
            return shapely.linestrings(self._line(arcs))
        if kind == "MultiLineString":
            return shapely.multilinestrings([shapely.linestrings(self._line(part)) for part in arcs])
        raise GeometryError(f"cannot read a TopoJSON {kind}")

    def _line(self, arcs: list[int]) -> NDArray[np.float64]:
        parts = [self.arcs[i] if i >= 0 else self.arcs[~i][::-1] for i in arcs]
        return np.vstack([parts[0], *(part[1:] for part in parts[1:])])

    def _polygon(self, rings: list[list[int]]) -> Any:
        # Quantising can squeeze an islet's ring to fewer than three corners: nothing is left of it to draw.
        outer, *holes = (self._line(ring) for ring in rings)
        return (
            shapely.Polygon(outer, [hole for hole in holes if len(hole) > 3]) if len(outer) > 3 else shapely.Polygon()
        )


def read_topology(content: dict[str, Any]) -> Topology:
    """
    Decode the quantised, delta-coded arcs of a TopoJSON document.

    Parameters
    ----------
    content
        The parsed JSON. A document without a ``transform`` holds plain coordinates.

    Raises
    ------
    GeometryError
        When it is not TopoJSON.

    Notes
    -----
    The TopoJSON format, version 1.0: https://github.com/topojson/topojson-specification
    """
    if content.get("type") != "Topology":
        raise GeometryError(f"not TopoJSON: its type is {content.get('type')!r}")
    transform = content.get("transform")
    arcs = []
    for arc in content["arcs"]:
        points = np.asarray(arc, dtype=float)[:, :2]
        if transform:
            points = np.cumsum(points, axis=0) * transform["scale"] + transform["translate"]
        arcs.append(points)
    return Topology(arcs, content["objects"])


def arc_owners(features: list[dict[str, Any]]) -> dict[int, set[int]]:
    """
    Which features use each arc: two for a common border, one for a coast.

    Parameters
    ----------
    features
        Polygon features of one topology.

    Returns
    -------
    dict
        Arc number to the positions of the features that use it.
    """
    owners: dict[int, set[int]] = {}
    for position, feature in enumerate(features):
        for arc in _arc_numbers(feature.get("arcs", [])):
            owners.setdefault(arc if arc >= 0 else ~arc, set()).add(position)
    return owners


def _arc_numbers(arcs: Any) -> Iterator[int]:
    for item in arcs:
        if isinstance(item, int):
            yield item
        else:
            yield from _arc_numbers(item)
