"""View units: places and units merged until both agree."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boundaries.tables import read_table
from boundaries.view import group_names, join_places, missing_units, unit_pairs


@pytest.mark.parametrize(
    ("pairs", "view"),
    [
        ([], {}),
        # one place, one unit
        ([("quetta", "quetta")], {"quetta": "quetta"}),
        # no census figures: a view unit by itself
        ([("gilgit", "")], {"gilgit": "gilgit"}),
        # a place cut in two since: its unit stays whole, its code is the unit's
        ([("chitral", "chitral")], {"chitral": "chitral"}),
        ([("upper-chitral", "chitral"), ("lower-chitral", "chitral")],
         {"lower-chitral": "chitral", "upper-chitral": "chitral"}),
        # a place of two units joins them; the unit of the place's own name comes first
        ([("thatta", "thatta"), ("thatta", "sujawal")], {"thatta": "thatta-sujawal"}),
        # ... unless the place has a name that is no unit's
        ([("karachi", "malir"), ("karachi", "korangi")], {"karachi": "karachi"}),
        # a chain: a and b share x, b and c share y
        ([("a", "x"), ("b", "x"), ("b", "y"), ("c", "y")], dict.fromkeys("abc", "x-y")),
    ],
)  # fmt: skip
def test_merging(pairs, view):
    assert join_places(pairs) == view


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("uvwxyz")), max_size=15))
def test_no_unit_is_cut(pairs):
    view = join_places(pairs)
    assert set(view) == {place for place, _ in pairs}
    for unit in {unit for _, unit in pairs}:
        assert len({view[place] for place, other in pairs if other == unit}) == 1


def test_names_of_merged_units():
    pairs = [("mansehra", "mansehra"), ("mansehra", "torghar"), ("karachi", "malir"), ("karachi", "korangi")]
    names = group_names(join_places(pairs), pairs)
    assert names["mansehra-torghar"][0] == "Mansehra and Torghar"
    assert names["mansehra-torghar"][2] == "khyber-pakhtunkhwa"
    assert names["karachi"][::2] == ("Karachi", "sindh")


@pytest.mark.parametrize(("name", "count"), [("bundled", 120), ("codab", 127), ("osm", 128)])
def test_view_units_with_figures(name, count):
    """COD-AB draws part of today's Keamari in Karachi South, so two units of Karachi become one."""
    pairs = unit_pairs({row["code"] for row in read_table(f"sets/{name}.csv")}, set=name)
    with_figures = {place for place, unit in pairs if unit}
    assert len({view for place, view in join_places(pairs).items() if place in with_figures}) == count


def test_a_set_without_a_table_is_worked_out_from_the_vintages():
    """The same districts under another name: parts go to the district that held them last."""
    codes = {row["code"] for row in read_table("sets/osm.csv")}
    assert unit_pairs(codes, set="mine") == unit_pairs(codes, set="osm")
    assert ("mansehra", "torghar") in unit_pairs(["mansehra"])
    assert ("mansehra", "torghar") not in unit_pairs(["mansehra", "torghar"])
    assert unit_pairs(["nowhere"]) == [("nowhere", "")]


def test_missing_units_are_named():
    every = [(row["code"], row["code"]) for row in read_table("units.csv")]
    assert missing_units(every) == {}
    assert missing_units(every[1:]) == {"abbottabad": "Abbottabad"}
    # a place without figures holds no unit
    assert len(missing_units([("gilgit", "")])) == 128
