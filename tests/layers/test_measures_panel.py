"""The measures of all moves: each with its number, a plain sentence and what it is. The world is in tiny_world.py."""

from __future__ import annotations

import inspect
import math
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from boundaries.language import speak
from flows import indicators
from flows.measures import measure_flows
from layers import View
from layers.cube import Cube
from layers.measures_panel import BEWARE, SHOWN, Measured, MeasureSet, build_measures
from layers.palette import DARK, LIGHT
from layers.screen import Screen
from tests.layers.read_page import find, say, tags
from tests.layers.tiny_world import PEOPLE

INTENSITY = Measured(
    "crude_migration_intensity", "Intensity", 6.3, "%", "Of 1,000 people, 63 moved.", "How many moved at all."
)
EFFECTIVENESS = Measured(
    "migration_effectiveness", "Effectiveness", 60.9, "%", "Of 100 moves, 61 change the map.", "How many do not cancel."
)
DECAY = Measured("distance_decay_power", "Distance decay", -0.547, "", "Farther is fewer.", "How fast flows thin out.")
UNKNOWN = Measured("mean_distance", "Mean distance", math.nan, "km", "There is no distance.", "How far.")
MEASURED = MeasureSet(
    "1998-2023",
    (INTENSITY, EFFECTIVENESS, UNKNOWN, DECAY),
    steps=((2, 0.4, 15.0), (3, 0.8, 20.0), (4, 1.1, 10.0)),
    named=(("provinces", 2, 0.4, 15.0),),
    slope=0.1355,
)


def rows(section: Any) -> dict[str, Any]:
    """Title of every measure → its row."""
    return {say(find(row, "name")): row for row in tags(find(section, "measures"), "Li")}


def build(measured: MeasureSet = MEASURED, theme: str = "light") -> Any:
    return build_measures(measured, theme)


def test_every_measure_has_its_number_and_a_plain_sentence() -> None:
    listed = rows(build())
    assert {title: say(find(row, "value")) for title, row in listed.items()} == {
        "Intensity": "6.30\u202f%",
        "Effectiveness": "60.9\u202f%",
        "Mean distance": "–",
        "Distance decay": "−0.547",
    }
    for measure in MEASURED.measures:
        assert say(tags(listed[measure.title], "P")[0]) == measure.sentence


def test_three_stand_open_and_the_others_fold_away() -> None:
    first, folded = find(build(), "measures")
    assert [say(name) for name in find(first, "name")] == ["Intensity", "Effectiveness", "Mean distance"]
    assert [say(name) for name in find(folded, "name")] == ["Distance decay"]
    summaries = [say(summary) for summary in tags(build(), "Summary") if say(summary) != "What is it?"]
    assert summaries == ["1 more measure", "What the number of places does to them"]


def test_the_open_ones_are_measures_that_there_are() -> None:
    assert all(hasattr(indicators, name) for name in SHOWN)


def test_the_heading_says_of_what_and_the_warning_what_it_cannot_say() -> None:
    section = build()
    assert say(tags(section, "H2")) == "Measures of all moves 1998–2023, modelled"
    assert say(tags(section, "P")[0]) == BEWARE
    assert say(tags(build(replace(MEASURED, period="2017-2023")), "H2")).endswith("2017–2023, modelled")


def measure_tiny_world(cube: Cube) -> MeasureSet:
    codes = list(cube.flow_units.codes)
    distance = pd.DataFrame(100.0, codes, codes)
    people = pd.Series(cube.flow_units.people[2023], codes)
    measures = measure_flows(pd.DataFrame(PEOPLE, codes, codes), people, distance, unit="people a year")
    kept = tuple(Measured(row.name, row.title, row.value, row.unit, row.sentence, row.help) for row in measures)
    return MeasureSet("1998-2023", kept, steps=(), named=(), slope=0.0)


def test_the_help_is_that_of_the_docstring(cube: Cube) -> None:
    measured = measure_tiny_world(cube)
    listed = rows(build(measured))
    assert len(listed) == len(measured.measures) > 10
    for measure in measured.measures:
        told = say(find(listed[measure.title], "help")).removeprefix("What is it? ")
        # a measure that is taken in two ways has one function: "inequality" for "inequality_equal"
        name = next(name for name in indicators.__all__ if name in {measure.name, measure.name.rpartition("_")[0]})
        words = " ".join((inspect.getdoc(getattr(indicators, name)) or "").split())
        assert len(told) > 20
        assert told.replace("−", "-") in words


def test_the_tiny_world_by_hand(cube: Cube) -> None:
    listed = rows(build(measure_tiny_world(cube)))
    # 755 of 13,500 people move: 5.59 of 100
    assert say(find(listed["Intensity"], "value")) == "5.59\u202f%"
    # net −275, −160, −20 and 455: half of their sizes, 455 of 755
    assert say(find(listed["Effectiveness"], "value")) == "60.3\u202f%"
    assert say(find(listed["Mean distance"], "value")) == "100 km"
    assert "Of 100 moves, 60 change the map; the rest cancel out." in say(listed["Effectiveness"])


def test_what_the_number_of_places_does() -> None:
    section = build()
    intensity, effectiveness = find(section, "line-chart")
    assert [say(end) for end in find(intensity, "ends")] == ["Intensity 1.1\u202f%", "2 places 4"]
    assert [say(end) for end in find(effectiveness, "ends")] == ["Effectiveness 20\u202f%", "2 places 4"]
    assert tags(effectiveness, "Img")[0].alt == "Effectiveness from 2 to 4 places"
    assert say(find(section, "plain")) == "2 provinces: intensity 0.400\u202f%, effectiveness 15.0\u202f%"
    assert say(section).endswith("Courgeau’s k, the slope over all of them, is 0.136.")  # 0.1355 to three figures


@pytest.mark.parametrize(("theme", "palette"), [("light", LIGHT), ("dark", DARK)])
def test_charts_have_the_colours_of_the_theme(theme: str, palette: Any) -> None:
    for image in tags(build(theme=theme), "Img"):
        assert palette.coming_line.replace("#", "%23") in image.src


@pytest.mark.parametrize("steps", [(), ((1, 0.0, math.nan),)])
def test_too_few_places_to_join(steps: tuple[tuple[int, float, float], ...]) -> None:
    section = build(replace(MEASURED, steps=steps))
    assert find(section, "line-chart") == []
    assert say(section).endswith("There are too few places to join.")


def test_where_nobody_moves_there_is_no_effectiveness_to_draw() -> None:
    still = MeasureSet(
        "1998-2023",
        (replace(INTENSITY, value=0.0), replace(EFFECTIVENESS, value=math.nan)),
        steps=tuple((zones, 0.0, math.nan) for zones in (2, 3, 4)),
        named=(("provinces", 2, 0.0, math.nan),),
        slope=0.0,
    )
    section = build(still)
    (chart,) = find(section, "line-chart")
    assert say(find(chart, "ends")[0]).startswith("Intensity")
    assert say(find(section, "plain")) == "2 provinces: intensity 0\u202f%, effectiveness –"
    assert "nan" not in say(section)
    assert "nan" not in tags(chart, "Img")[0].src


def test_the_section_is_built_once_and_so_never_changed() -> None:
    assert build() is build()
    assert build(theme="dark") is not build()


@pytest.mark.parametrize("view", [View(), View(question="balance"), View(form="matrix")])
def test_the_atlas_shows_the_measures_of_the_period_beside_the_map(atlas: Any, view: View) -> None:
    for period in ("1998-2023", "2017-2023"):
        picture = atlas.draw(view.but(period=period), Screen())
        (section,) = [part for part in picture.details if say(part).startswith("Measures of all moves")]
        assert f"{period.replace('-', '–')}, modelled" in say(section)
        listed = rows(section)
        total = atlas.cube.matrices[period].people.sum()
        start, end = (atlas.cube.flow_units.people[int(year)].sum() for year in period.split("-"))
        share = 100 * total / ((start + end) / 2)
        assert say(find(listed["Intensity"], "value")) == f"{share:.2f}\u202f%"


def test_the_section_is_kept_for_each_language() -> None:
    english = build()
    with speak("ur"):
        urdu = build()
        assert build() is urdu
    assert urdu is not english
    assert build() is english
