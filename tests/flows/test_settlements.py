"""Counts of katchi abadis: what a source says, as it says it."""

from __future__ import annotations

import pytest

import boundaries
from flows._carried import read_carried
from flows.datasets import load
from flows.settlements import abadi_markers, katchi_abadis

DISTRICTS = ["karachi-central", "karachi-east", "karachi-south", "karachi-west", "malir"]


def test_karachis_five_districts_add_up_to_the_city() -> None:
    districts = katchi_abadis(DISTRICTS)
    # Dawn, November 2019: 125 + 114 + 63 + 202 + 71 = 575
    assert sum(count.identified for count in districts) == 575
    assert 575 in [count.identified for count in katchi_abadis(["karachi"]) if count.as_of == "2019-11"]


def test_a_claim_keeps_its_speaker_and_its_words() -> None:
    (count,) = katchi_abadis(["quetta"])
    assert (count.identified, count.what, count.speaker) == (47, "slum settlements", "Dastgir")


@pytest.mark.parametrize("codes", [[], ["multan"], ["atlantis"]])
def test_no_list_is_invented(codes: list[str]) -> None:
    assert katchi_abadis(codes) == []


def test_it_reads_what_the_carried_table_holds() -> None:
    table = load("katchi_abadis").table
    known = table[table["identified"].notna()]
    assert [count.identified for count in katchi_abadis(known["code"])] == known["identified"].astype(int).tolist()


# --- on the map


def test_a_marker_tells_number_year_and_authority() -> None:
    (west,) = abadi_markers(["karachi-west"])
    assert (west.code, west.label, west.evidence) == ("karachi-west", "Karachi West: 202", "counted")
    assert west.title == (
        "Karachi West: 202 katchi abadis identified (Dawn, November 2019; includes what became Keamari in 2020)."
    )


def test_a_place_with_several_counts_has_one_marker_and_shows_the_newest() -> None:
    (karachi,) = abadi_markers(["karachi"])
    assert karachi.label == "Karachi: 578"
    assert karachi.title == (
        "Karachi: 578 katchi abadis identified, 418 of them notified (The Nation, January 2020; notified is "
        "identified less not notified). "
        "Karachi: 575 katchi abadis identified, 469 of them notified (Dawn, November 2019). "
        "Karachi: 575 katchi abadis identified (The News, survey of 1997)."
    )


def test_a_claim_is_marked_as_one() -> None:
    (quetta,) = abadi_markers(["quetta"])
    assert (quetta.label, quetta.evidence) == ("Quetta: 47", "claim")
    assert quetta.title.startswith("Quetta: 47 slum settlements (claim by Dastgir, National School of Public Policy")
    assert quetta.title.endswith(", 2021).")


def test_a_division_is_not_taken_for_its_city() -> None:
    (hyderabad,) = abadi_markers(["hyderabad-division"])
    assert hyderabad.label == "Hyderabad division: 418"
    assert (hyderabad.lon, hyderabad.lat) == (68.3772, 25.3969)  # the town, by GeoNames


@pytest.mark.parametrize("codes", [[], ["multan"], ["atlantis"]])
def test_no_marker_stands_where_no_list_was_published(codes: list[str]) -> None:
    assert abadi_markers(codes) == []


def test_every_count_has_its_marker_and_no_two_stand_on_one_point() -> None:
    codes = read_carried("katchi_abadis.csv")["code"].unique().tolist()
    markers = abadi_markers(reversed(codes))
    assert [marker.code for marker in markers] == codes
    assert len({(marker.lon, marker.lat) for marker in markers}) == len(markers)


def test_markers_stand_inside_their_places() -> None:
    import shapely

    codes = read_carried("katchi_abadis.csv")["code"].unique()
    shapes = {
        level: boundaries.load_places(level=level).set_index("code").geometry
        for level in ("district", "division", "province")
    }
    for marker in abadi_markers(codes):
        level = {"sindh": "province"}.get(marker.code, "division" if "-division" in marker.code else "district")
        # The bundled set draws Karachi's districts as one.
        code = "karachi" if marker.code in DISTRICTS else marker.code
        assert shapely.contains_xy(shapes[level][code], marker.lon, marker.lat), marker.code


def test_markers_of_karachi_stand_in_the_districts_openstreetmap_draws(shared) -> None:
    import geopandas
    import shapely

    drawn = (
        geopandas.read_file(shared("boundaries/osm_pak_districts_2023census_156.geojson")).set_index("name").geometry
    )
    for marker in abadi_markers(DISTRICTS):
        name = marker.code.replace("-", " ").title()
        assert shapely.contains_xy(drawn[name], marker.lon, marker.lat), marker.code
