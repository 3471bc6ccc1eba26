"""GDAL, and so QGIS, reads the collections: as many features, the same people, the same shapes."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pytest

from layers.atlas import Atlas
from layers.service.build_tables import Shelf

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the real atlas."""
    if "OAPIF" not in pyogrio.list_drivers():
        pytest.skip("GDAL's OAPIF driver is not here")
    command = [sys.executable, "-m", "tests.layers.service.live_server", "real", str(tmp_path_factory.mktemp("live"))]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            yield f"OAPIF:http://127.0.0.1:{server.stdout.readline().strip()}/ogc"
        finally:
            server.kill()


def read(address: str, layer: str, **options: Any) -> Any:
    return pyogrio.read_dataframe(address, layer=layer, **options)


def test_every_collection_is_a_layer(address: str, atlas: Atlas) -> None:
    assert tuple(pyogrio.list_layers(address)[:, 0]) == Shelf(atlas).names()


@pytest.mark.parametrize("name", ["flows", "flows-2017-2023"])
def test_flows_are_read_to_the_person(address: str, atlas: Atlas, name: str) -> None:
    found, table = read(address, name), Shelf(atlas).get(name)
    matrix = atlas.cube.matrices[table.about.period]
    assert len(found) == np.count_nonzero(matrix.people)
    assert found["people"].sum() == pytest.approx(matrix.people.sum(), abs=0.5)
    assert found["high"].sum() == pytest.approx(table.columns["high"].sum(), abs=0.5)
    assert set(found.geometry.geom_type) == {"LineString"}
    units = atlas.cube.flow_units
    start = np.array([line.coords[0] for line in found.geometry])
    assert np.allclose(start, units.nodes[[units.codes.index(code) for code in found["origin"]]], atol=1e-6)


def test_places_are_read_with_the_shapes_of_the_page(address: str, atlas: Atlas) -> None:
    import json

    from shapely.geometry import shape

    from layers.service.build_tables import _read_features

    found = read(address, "places").set_index("code")
    assert int(found["people_2023"].sum()) == 241_499_431
    drawn = {one["properties"]["code"]: shape(one["geometry"]) for one in _read_features(atlas.cube, "view")}
    assert set(found.index) == set(drawn)
    assert all(found.geometry[code].equals_exact(drawn[code], 1e-9) for code in drawn)
    assert json.loads(found.crs.to_json())["id"] == {"authority": "OGC", "code": "CRS84"}


def test_nodes_bear_the_totals(address: str, atlas: Atlas) -> None:
    found = read(address, "nodes")
    matrix = atlas.cube.matrices["1998-2023"]
    net = atlas.cube.flow_balance["1998-2023"]
    for name, (values, *_) in {"inflow": matrix.inflow, "outflow": matrix.outflow, "net": net}.items():
        assert np.allclose(found[name], values, atol=1e-3), name


def test_a_box_and_a_filter_are_asked_of_the_server(address: str) -> None:
    near = read(address, "cells", bbox=(74.2, 31.4, 74.4, 31.6))
    assert 50 < len(near) < 200
    lahore = read(address, "flows", where="destination = 'lahore'")
    assert set(lahore["destination"]) == {"lahore"}


def test_ogrinfo_lists_and_counts(address: str, atlas: Atlas) -> None:
    program = shutil.which("ogrinfo")
    if program is None:
        pytest.skip("ogrinfo is not here")
    told = subprocess.run([program, "-so", address, "cells"], capture_output=True, text=True, check=True, timeout=120)
    assert f"Feature Count: {atlas.grids.census.layer.cells.size}" in told.stdout
    assert "GEOGCS" in told.stdout or "GEOGCRS" in told.stdout
