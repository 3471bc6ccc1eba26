"""How many of a place's people come and go. The flows are those of tiny_world.py."""

from __future__ import annotations

from layers import View
from layers.cube import Cube
from layers.place_measures import build_place_measures
from tests.layers.read_page import find, say


def test_the_measures_of_a_place(cube: Cube) -> None:
    # Into a: 100 + 50 + 5 = 155, out of it: 10 + 20 + 400 = 430; people: (1,000 + 3,000) / 2 = 2,000.
    section = build_place_measures(cube, View(place="a"))
    values = dict(zip(map(say, find(section, "name")), map(say, find(section, "value")), strict=True))
    assert values == {
        "Arrivals per 1,000 people a year": "77.5",  # 1,000 · 155 / 2,000
        "Leavers per 1,000 people a year": "215",
        "Net gain per 1,000 people a year": "−138",  # −137.5
        "Effectiveness": "−47.0\u202f%",  # 100 · (155 − 430) / (155 + 430)
    }
    assert "Of 100 people who come or go, 47 make A Town’s people fewer; the rest cancel out." in say(section)
    assert "1998–2023, modelled" in say(section)


def test_every_measure_is_explained_in_the_words_of_its_docstring(cube: Cube) -> None:
    from flows import indicators
    from flows.measures import explain

    words = say(build_place_measures(cube, View(place="a")))
    for name in ("in_migration_rate", "out_migration_rate", "net_migration_rate", "effectiveness_by_place"):
        assert explain(getattr(indicators, name)) in words


def test_a_place_that_nobody_comes_to_or_leaves(still_cube: Cube) -> None:
    section = build_place_measures(still_cube, View(place="a"))
    assert "Nobody comes or goes." in say(section)
    assert say(find(section, "value")[-1]) == "–"
