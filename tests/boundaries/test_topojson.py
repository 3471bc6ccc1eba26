"""TopoJSON: arcs are shared, quantised, and read backwards when their number is negative."""

from __future__ import annotations

import pytest

from boundaries import GeometryError
from boundaries.topojson import arc_owners, read_topology

# Two unit squares side by side. Arc 0 is the common edge, upwards; 1 and 2 are the rest of the left and right one.
SQUARES = {
    "type": "Topology",
    "transform": {"scale": [0.5, 0.5], "translate": [10, 20]},
    # delta-coded, in halves: (2,0) -> (2,2) is x = 10 + 2 * 0.5 = 11, y = 20 to 21
    "arcs": [[[2, 0], [0, 2]], [[2, 2], [-2, 0], [0, -2], [2, 0]], [[2, 0], [2, 0], [0, 2], [-2, 0]]],
    "objects": {
        "squares": {
            "type": "GeometryCollection",
            "geometries": [
                {"type": "Polygon", "arcs": [[0, 1]], "properties": {"name": "left"}},
                {"type": "MultiPolygon", "arcs": [[[2, -1]]], "properties": {"name": "right"}},
                {"type": "LineString", "arcs": [0]},
                {"type": "MultiLineString", "arcs": [[0], [~0]]},
                {"type": "Point", "coordinates": [0, 0], "arcs": []},
            ],
        }
    },
}


def test_squares_share_an_edge():
    topology = read_topology(SQUARES)
    left, right, line, both, _ = topology.features("squares")
    assert topology.geometry(left).bounds == (10, 20, 11, 21)
    assert topology.geometry(right).bounds == (11, 20, 12, 21)
    assert topology.geometry(left).intersection(topology.geometry(right)).equals(topology.geometry(line))
    assert list(topology.geometry(line).coords) == [(11, 20), (11, 21)]
    assert topology.geometry(both).length == 2
    assert arc_owners([left, right]) == {0: {0, 1}, 1: {0}, 2: {1}}


def test_without_a_transform_numbers_are_coordinates():
    plain = {"type": "Topology", "arcs": [[[0, 0], [5, 5]]], "objects": {}}
    assert read_topology(plain).arcs[0].tolist() == [[0, 0], [5, 5]]


def test_what_cannot_be_read_is_refused():
    topology = read_topology(SQUARES)
    with pytest.raises(GeometryError, match="not TopoJSON"):
        read_topology({"type": "FeatureCollection"})
    with pytest.raises(GeometryError, match="no object 'circles'.*squares"):
        topology.features("circles")
    with pytest.raises(GeometryError, match="Point"):
        topology.geometry(topology.features("squares")[-1])


def test_an_islet_squeezed_to_nothing_is_left_out():
    speck = {"type": "Topology", "arcs": [[[0, 0], [1, 0], [0, 0]]], "objects": {}}
    assert read_topology(speck).geometry({"type": "MultiPolygon", "arcs": [[[0]]]}).is_empty
