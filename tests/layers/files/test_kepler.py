from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from layers._errors import ExportError
from layers.files.kepler import write_kepler
from tests.layers.files.table_world import ABOUT, PEOPLE, make_cells, make_content, make_empty, make_nodes


def write(tmp_path: Path, *layers, layer: str = "") -> pd.DataFrame:
    path = tmp_path / "out.csv"
    write_kepler(make_content(*layers), path, layer=layer)
    assert not path.read_bytes().startswith(b"\xef\xbb\xbf")
    return pd.read_csv(path, dtype={"origin": str, "dest": str, "code": str})


def test_flows_have_both_ends_and_a_count(tmp_path: Path) -> None:
    table = write(tmp_path)
    first = table.loc[0, ["origin", "dest", "count", "origin_lat", "origin_lng", "dest_lat", "dest_lng"]].tolist()
    assert first == ["007", "07", 1200.25, 30.0, 70.0, 30.5, 71.0]
    assert table["count"].sum() == PEOPLE
    # 07 to =1+1 is withheld: an empty count would be drawn as nobody.
    assert len(table) == 2
    assert table["about_description"][0].endswith(" · 1 withheld number is left out.")
    assert table.loc[0, "about_title"] == ABOUT.title


def test_cells_are_known_by_their_id(tmp_path: Path) -> None:
    cells = make_cells()
    table = write(tmp_path, cells, make_nodes())
    assert table["hex_id"].tolist() == cells.table["cell"].tolist()
    assert table["people_2023"].sum() == 1070.5


def test_points_have_lat_and_lng(tmp_path: Path) -> None:
    table = write(tmp_path, layer="nodes")
    assert table[["lat", "lng"]].to_numpy().tolist() == [[30.0, 70.0], [30.5, 71.0], [29.25, 70.5]]


def test_a_layer_it_could_not_place_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="kepler.gl's CSV holds flows, cells, nodes, not places"):
        write(tmp_path, make_empty(), layer="places")
