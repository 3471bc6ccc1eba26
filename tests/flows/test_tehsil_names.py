"""Names of tehsils against names of polygons, within one area."""

from __future__ import annotations

import pytest

from flows.tehsil_names import match_tehsils


def pair(tehsils: list[str], polygons: list[str], *, area: str = "here") -> dict[str, str]:
    found = match_tehsils([(area, name) for name in tehsils], [(area, name) for name in polygons])
    return {name: polygons[at] for name, at in zip(tehsils, found, strict=True) if at >= 0}


@pytest.mark.parametrize(
    ("tehsil", "polygon"),
    [
        ("Raiwind", "RAIWIND"),
        ("Gulberg", "Gulberg Town"),
        ("Sukkur City", "Sukkur"),
        ("Rato Dero", "Ratodero"),
        ("Liaquatabad", "Liaqatabad Town"),
        ("Kar Sayaddan", "Kallar Sayaddan"),
        ("Gishkore", "Gishekore"),
    ],
)
def test_one_name_written_two_ways(tehsil, polygon):
    assert pair([tehsil], [polygon]) == {tehsil: polygon}


@pytest.mark.parametrize(
    ("tehsil", "polygon"),
    [("Peshawar", "Town-I"), ("Battaira", "Pattan"), ("Lahore Cantt", "Lahore City"), ("Luni", "Loni Kot")],
)
def test_another_name_is_not_guessed(tehsil, polygon):
    assert pair([tehsil], [polygon]) == {}


def test_the_district_s_name_before_or_behind_is_taken_off_last():
    assert pair(["Quetta", "Saddar"], ["Quetta City", "Quetta Saddar"], area="quetta") == {
        "Quetta": "Quetta City",
        "Saddar": "Quetta Saddar",
    }
    assert pair(["Central"], ["Central Orakzai"], area="orakzai") == {"Central": "Central Orakzai"}


def test_the_whole_name_comes_before_the_part():
    assert pair(["Multan", "Multan City"], ["Multan City", "Multan"], area="multan") == {
        "Multan": "Multan",
        "Multan City": "Multan City",
    }


def test_two_answers_are_none():
    assert pair(["Kot Momin"], ["Kot Mumin", "Kot Momen"]) == {}
    assert pair(["Matta"], ["Matta City", "Matta Town"]) == {}


def test_names_of_another_area_do_not_count():
    assert match_tehsils([("a", "Saddar")], [("b", "Saddar")]).tolist() == [-1]


def test_nothing_matches_nothing():
    assert match_tehsils([], []).tolist() == []
    assert match_tehsils([("a", "Saddar")], []).tolist() == [-1]
