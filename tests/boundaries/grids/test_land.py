"""The cells of the country, and the outline they are found by."""

from __future__ import annotations

import h3
import numpy as np

from boundaries.cells.hierarchy import cell_areas
from boundaries.grids.land import country_cells, load_country
from boundaries.places import BUNDLED

LAHORE, AMRITSAR = (31.55, 74.35), (31.63, 74.87)


def test_the_country_is_that_of_the_bundled_set_where_none_is_installed(data):
    name, country = load_country(data)
    assert name == BUNDLED
    assert country.contains(country.representative_point())


def test_every_cell_of_the_country_is_there_once(data):
    cells = country_cells(resolution=5, data_dir=data)
    assert (cells[1:] > cells[:-1]).all()
    assert h3.str_to_int(h3.latlng_to_cell(*LAHORE, 5)) in cells
    assert h3.str_to_int(h3.latlng_to_cell(*AMRITSAR, 5)) not in cells
    # 796,096 km² of the census, and Azad Jammu and Kashmir (13,297) and Gilgit-Baltistan (72,971)
    assert np.isclose(cell_areas(cells).sum(), 796_096 + 13_297 + 72_971, rtol=0.02)
