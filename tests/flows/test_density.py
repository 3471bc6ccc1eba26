"""People of the censuses on cells: nothing lost, nothing invented, and whose the cells are."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from boundaries import UnknownPlaceError
from boundaries.cells.hierarchy import cell_areas
from boundaries.sphere import distance_km
from flows.cell_division import Support
from flows.census import census, find_parents, years_between
from flows.density import YEARS, Density, density, net_gain, spread
from flows.net_migration import net_migration
from flows.tehsil_areas import RESOLUTION, find_cells
from flows.tehsil_growth import CITY_DISTRICTS
from flows.towns import EDGE_DENSITY, Towns

# --- a world of seven cells ------------------------------------------------------------------------------


def seven_cells() -> np.ndarray:
    """Take a cell and its six neighbours, about 5 km² each."""
    import h3

    return np.array(sorted(h3.str_to_int(c) for c in h3.grid_disk(h3.latlng_to_cell(31.0, 72.0, RESOLUTION), 1)), "u8")


CELLS = seven_cells()
AREA = cell_areas(CELLS)


def town_in(*cells: int, weight: float = 1.0, seat_of: frozenset[int] = frozenset()) -> Towns:
    from boundaries.cells.hierarchy import cell_centres

    lon, lat = cell_centres(CELLS[list(cells)]).T
    return Towns(lon, lat, np.full(len(cells), weight), np.array(cells, dtype=int), (seat_of,) * len(cells))


def supports(*shapes: tuple[list[int], list[int]]) -> list[Support]:
    return [Support(np.array(cells), np.array(tehsils)) for cells, tehsils in shapes]


def lay_out(where: list[Support], towns: Towns, urban: list[float], people: list[float]) -> np.ndarray:
    """People per tehsil and cell."""
    found = spread(CELLS, where, towns, urban=np.array(urban, float), people=np.array(people, float))
    table = np.zeros((len(people), CELLS.size))
    np.add.at(table, (found.tehsil, found.cell), found.share * np.array(people)[found.tehsil])
    return table


def test_rural_people_lie_evenly_by_area():
    table = lay_out(supports(([0, 1, 2], [0])), town_in(), [0], [300])
    assert table[0, :3] == pytest.approx(300 * AREA[:3] / AREA[:3].sum())
    assert table[0, 3:].tolist() == [0, 0, 0, 0]


def test_a_full_town_leaves_no_room_for_rural_people():
    # 40,000 townspeople fill their cell (5 km² at 1,000 people hold 5,000): the 700 rural ones have the others.
    table = lay_out(supports(([0, 1, 2], [0])), town_in(0), [40_000], [40_700])
    around = table[0] / AREA
    assert around[0] > EDGE_DENSITY
    assert around[1] == pytest.approx(around[2], rel=0.2)
    assert table[0].sum() == pytest.approx(40_700)
    # 300 do not fill theirs, and the 700 have all three.
    table = lay_out(supports(([0, 1, 2], [0])), town_in(0), [300], [1000])
    assert table[0, 0] == pytest.approx(300 + 700 * AREA[0] / AREA[:3].sum())


def test_urban_people_without_a_town_are_spread_like_the_others():
    table = lay_out(supports(([0, 1, 2], [0])), town_in(), [100], [300])
    assert table[0, :3] == pytest.approx(300 * AREA[:3] / AREA[:3].sum())


def test_the_size_of_a_town_is_a_weight():
    two = town_in(0, 1)
    towns = Towns(two.lon, two.lat, np.array([3.0, 1.0]), two.home, two.seat_of)
    table = lay_out(supports(([0, 1], [0])), towns, [400], [400])
    assert table[0, :2].tolist() == pytest.approx([300, 100])


def test_a_seat_drawn_elsewhere_still_gets_its_people_to_the_border():
    # The town lies in cell 0, which is not the tehsil's; all its people are in the tehsil's own cells.
    here = town_in(0)
    towns = Towns(here.lon, here.lat, here.weight, np.array([-1]), (frozenset({0}),))
    table = lay_out(supports(([1, 2], [0]), ([0], [1])), towns, [50, 0], [50, 10])
    assert table[0].sum() == pytest.approx(50)
    assert table[0, 0] == 0
    assert table[1, 0] == pytest.approx(10)


def test_nobody_is_spread_like_a_rural_tehsil():
    found = spread(CELLS, supports(([0, 1], [0])), town_in(0), urban=np.zeros(1), people=np.zeros(1))
    assert found.share == pytest.approx(AREA[:2] / AREA[:2].sum())


@given(
    st.lists(st.tuples(st.integers(0, 5_000_000), st.floats(0, 1)), min_size=3, max_size=3),
    st.lists(st.integers(0, 6), max_size=4, unique=True),
)
def test_shares_are_whole_wherever_the_towns_are(counts, towns):
    where = supports(([0, 1, 2], [0, 2]), ([3, 4, 5, 6], [1]))
    people = np.array([count for count, _ in counts], dtype=float)
    urban = people * np.array([part for _, part in counts])
    found = spread(CELLS, where, town_in(*towns), urban=urban, people=people)
    assert (found.share > 0).all()
    assert np.bincount(found.tehsil, found.share, 3) == pytest.approx(1.0, abs=1e-12)
    assert set(found.cell[found.tehsil == 1]) <= {3, 4, 5, 6}


# --- the country -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def bundled() -> Density:
    return density()


def people_of(found: Density, year: int) -> dict[str, float]:
    """Add the cells up again, tehsil by tehsil."""
    row = found.people[YEARS.index(year)]
    sums = np.bincount(found.shares.tehsil, row[found.shares.tehsil] * found.shares.share, len(found.tehsils))
    return dict(zip(found.tehsils, sums, strict=True))


@pytest.mark.parametrize(("year", "total"), [(2017, 207_684_626), (2023, 241_499_431)])
def test_the_country_is_all_there(bundled, year, total):
    layer = bundled.layer
    assert math.fsum(layer.values[layer.epoch(year)]) == pytest.approx(total, abs=1e-6)
    assert layer.resolution == RESOLUTION
    assert (layer.name, layer.kind, layer.evidence, layer.epochs) == ("census", "people", "derived", (2017, 2023))


@pytest.mark.parametrize("year", YEARS)
def test_every_tehsil_and_district_keeps_its_count(bundled, year):
    sums = people_of(bundled, year)
    counted = census(year, level="tehsil").set_index("code")
    assert max(abs(sums[code] - people) for code, people in counted["people"].items()) < 1e-6
    districts: dict[str, float] = {}
    for code, district in counted["district"].items():
        districts[district] = districts.get(district, 0.0) + sums[code]
    printed = census(year).set_index("code")["people"]
    assert max(abs(districts[code] - people) for code, people in printed.items()) < 1e-6


def test_coarser_cells_have_the_same_people(bundled):
    for resolution in (6, 5, 4):
        assert math.fsum(bundled.layer.at(resolution).values[1]) == pytest.approx(241_499_431, abs=1e-6)


def test_every_place_s_cells_hold_its_own_people(bundled):
    # People never leave the area the set draws for their district, so cells add up to view units.
    sums = np.bincount(bundled.place, bundled.layer.values[1], len(bundled.places))
    counted = census(2023, level="bundled").set_index("code")["people"]
    assert dict(zip(bundled.places, sums, strict=True)) == pytest.approx(counted.to_dict(), abs=1e-5)


def test_every_tehsil_has_a_cell(bundled):
    assert set(bundled.shares.tehsil) == set(range(591))
    assert (bundled.layer.values > 0).any(axis=0).mean() > 0.999


def test_whose_the_cells_are(bundled):
    assert bundled.how == "seats"
    assert "nearest seat" in bundled.caveat
    # 314 tehsils have no seat; Sherani is the only tehsil of its district all the same.
    assert len(bundled.unlocated) == 313
    assert "sherani-sherani" not in bundled.unlocated
    told = bundled.tehsil >= 0
    owners = census(2023, level="tehsil").set_index("code")["district"]
    district_of = np.array([bundled.districts.index(owners[code]) for code in bundled.tehsils])
    assert (bundled.district[told] == district_of[bundled.tehsil[told]]).all()


def test_karachi_is_drawn_as_one_and_its_districts_are_not_told_apart(bundled):
    inside = bundled.place == bundled.places.index("karachi")
    assert (bundled.district[inside] == -1).all()
    assert (bundled.district[~inside] >= 0).all()
    assert (bundled.tehsil[inside] == -1).all()
    people = census(2023).set_index("code")["people"]
    city = sum(people[code] for code in CITY_DISTRICTS["karachi"])
    assert bundled.layer.values[1][inside].sum() == pytest.approx(city, abs=1e-5)


@pytest.mark.parametrize(
    ("city", "lon", "lat", "people", "km2"),
    [
        # Wholly urban city tehsils of 2023 as Table 1 prints them; the central density was chosen with them in view.
        ("Lahore City", 74.3507, 31.5580, 4_123_354, 214),
        ("Faisalabad City", 73.0897, 31.4155, 3_691_999, 168),
        ("Gujranwala City", 74.1871, 32.1557, 2_511_118, 131),
        ("Multan City", 71.4782, 30.1968, 2_555_486, 304),
        ("Hyderabad City", 68.3772, 25.3969, 778_132, 43),
    ],
)
def test_a_city_s_core_is_about_as_dense_as_counted(bundled, city, lon, lat, people, km2):
    order = np.argsort(distance_km(bundled.layer.centres, [lon, lat]))
    area, sums = np.cumsum(bundled.layer.areas[order]), np.cumsum(bundled.layer.values[1][order])
    assert 0.55 < np.interp(km2, area, sums) / people < 1.7, city


def test_all_people_of_a_tehsil_grow_at_its_rate(bundled):
    # Raiwind has its own cells, but Shalimar has no known place and lies over all of Lahore.
    first, last = bundled.people
    number = bundled.tehsils.index("lahore-raiwind")
    here = np.flatnonzero(bundled.tehsil == number)
    own = (bundled.shares.tehsil == number) & np.isin(bundled.shares.cell, here)
    grown = last[number] * bundled.shares.share[own] - first[number] * bundled.shares.share[own]
    assert grown.sum() == pytest.approx((last - first)[number] * bundled.shares.share[own].sum())


def test_net_gain_is_the_residual_of_net_migration(bundled):
    net = net_gain(bundled)
    assert math.fsum(net) == pytest.approx(0.0, abs=1e-6)
    years = years_between(2017, 2023)
    published = net_migration(2017, 2023, level="bundled").set_index("code")["net"] * years
    sums = dict(zip(bundled.places, np.bincount(bundled.place, net, len(bundled.places)), strict=True))
    assert sums == pytest.approx(published.to_dict(), abs=1e-5)


def test_net_gain_by_unit_is_that_of_the_tehsils(bundled):
    rate = bundled.people[1].sum() / bundled.people[0].sum()
    residual = bundled.people[1] - bundled.people[0] * rate
    units = find_parents("units")
    owners = census(2023, level="tehsil").set_index("code")["district"]
    sums: dict[str, float] = {}
    for code, net in zip(bundled.tehsils, residual, strict=True):
        sums[units[owners[code]]] = sums.get(units[owners[code]], 0.0) + net
    published = net_migration(2017, 2023).set_index("code")["net"] * years_between(2017, 2023)
    assert sums == pytest.approx(published.to_dict(), abs=1e-5)


def test_no_such_set():
    with pytest.raises(UnknownPlaceError, match="gotham"):
        density("gotham")


# --- sets with tehsil polygons ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def halved(tmp_path_factory) -> Path:
    """Install the bundled districts, with Lahore cut in two tehsils at 74.3 degrees east."""
    import geopandas
    import shapely

    from boundaries import load_places
    from boundaries.places import set_folder, set_pairs

    data = tmp_path_factory.mktemp("data")
    folder = set_folder("halved", data)
    folder.mkdir(parents=True)
    districts = load_places()
    districts.to_parquet(folder / "district.parquet")
    lahore = districts.set_index("code").geometry["lahore"]
    west = shapely.intersection(lahore, shapely.box(60, 20, 74.3, 40))
    rows = [
        (f"lahore-{key}", name, "", "lahore", "tehsil", shape)
        for key, name, shape in [
            ("lahore-city", "Lahore City", west),
            ("shalimar", "Shalimar Town", lahore.difference(west)),
        ]
    ]
    columns = ["code", "name", "name_ur", "parent", "level", "geometry"]
    geopandas.GeoDataFrame(rows, columns=columns, crs="EPSG:4326").to_parquet(folder / "tehsil.parquet")
    info = {"set": "halved", "installed": "2026-01-01", "units": set_pairs("bundled")}
    (folder / "set.json").write_text(json.dumps(info), encoding="utf-8")
    return data


def test_tehsil_polygons_are_followed_where_they_bear_the_name(halved):
    found = density("halved", data_dir=halved)
    assert found.how == "boundaries"
    assert "Cells follow the tehsil lines" in found.caveat
    assert "lahore-shalimar" not in found.unlocated
    inside = found.place == found.places.index("lahore")
    east = found.layer.centres[:, 0] > 74.3

    def owners(side: np.ndarray) -> set[str]:
        return {found.tehsils[tehsil] for tehsil in found.tehsil[inside & side] if tehsil >= 0}

    # Raiwind's seat (74.215 E) lies in the western polygon and takes the cells nearest it; Model Town's (74.326 E)
    # and that of Lahore (74.351 E, the Cantonment's too) lie in the eastern one.
    assert owners(~east) == {"lahore-lahore-city", "lahore-raiwind"}
    assert owners(east) == {"lahore-shalimar", "lahore-model-town", "lahore-lahore-cantt"}
    for year in YEARS:
        counted = census(year, level="tehsil").set_index("code")["people"].to_dict()
        assert people_of(found, year) == pytest.approx(counted, abs=1e-6)


def test_cells_follow_the_tehsils_of_codab(shared, tmp_path):
    from boundaries.install import install_file

    install_file(shared("boundaries/codab_pak_adm3_simplified.geojson"), name="codab", data_dir=tmp_path)
    found = density("codab", data_dir=tmp_path)
    assert found.how == "boundaries"
    assert len(found.unlocated) < 120
    for year, total in ((2017, 207_684_626), (2023, 241_499_431)):
        counted = census(year, level="tehsil").set_index("code")["people"].to_dict()
        assert people_of(found, year) == pytest.approx(counted, abs=1e-6)
        assert math.fsum(found.layer.values[YEARS.index(year)]) == pytest.approx(total, abs=1e-6)
    # It draws Karachi's towns, so its districts are told apart.
    assert (found.district >= 0).all()
    gadap = found.tehsil == found.tehsils.index("malir-gadap")
    assert gadap.sum() > 100


def test_cells_are_found_in_a_rising_list():
    cells = np.array([2, 5, 9], dtype="u8")
    assert find_cells(cells, np.array([9, 3, 2, 9, 11], dtype="u8")).tolist() == [2, -1, 0, 2, -1]
    assert find_cells(cells[:0], cells).tolist() == [-1, -1, -1]
