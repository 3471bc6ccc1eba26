"""Each of the seven questions is one link, draws what it promises, and names the right place first."""

from __future__ import annotations

import numpy as np
import pytest

from layers.cube import Cube
from layers.flow_selection import select_flows
from layers.tables import load_corridors
from layers.view import PRESETS, View
from tests.browser.atlas_page import AtlasPage


def test_each_question_is_a_link(desktop: AtlasPage) -> None:
    desktop.open("place=peshawar")
    assert desktop.current("#questions") == []  # answers none of the seven
    for label, question, preset in PRESETS:
        with desktop.changing():
            desktop.page.get_by_role("link", name=label, exact=True).click()
        assert desktop.query == preset.to_query()
        assert desktop.current("#questions") == [label]
        assert desktop.page.title() == f"{question} · Rawaan"


@pytest.mark.parametrize("place", ["lahore", "karachi", "quetta"])
def test_who_moves_to_a_city(desktop: AtlasPage, cube: Cube, place: str) -> None:
    view = View(place=place)
    units, coming = cube.flow_units, cube.matrices[view.period].people[:, cube.flow_units.index(place)]
    desktop.open(view.to_query())
    bars = desktop.texts("#details .section:first-child .bar .name")
    assert bars[0] == units.names[int(coming.argmax())]
    assert bars[:10] == [units.names[index] for index in np.argsort(-coming, kind="stable")[:10]]
    # 40 arrows are made; those whose whole curve lies outside the opening frame are not on the screen.
    assert len(desktop.view["flow_keys"]) == 40
    assert 10 <= len(desktop.rendered("flows")) <= 40
    assert f"Showing 40 of {np.count_nonzero(coming > 0)} flows" in desktop.texts("#legend .sentence")[0]


@pytest.mark.parametrize("direction", ["out", "net", "all"])
def test_other_directions_draw_their_largest_flow_on_top(desktop: AtlasPage, cube: Cube, direction: str) -> None:
    view = View(direction=direction)
    desktop.open(view.to_query())
    chosen = select_flows(cube, view)
    largest = f"{cube.flow_units.codes[chosen.origin[0]]}>{cube.flow_units.codes[chosen.destination[0]]}"
    assert desktop.view["flow_keys"][-1] == largest
    assert desktop.page.locator("#details .bar").first.get_attribute("data-flow") == largest
    assert len(desktop.rendered("flows")) >= 10


def test_where_people_are_gaining_and_losing(desktop: AtlasPage, cube: Cube) -> None:
    desktop.open("question=balance")
    net, names = cube.balance["1998-2023"][0], cube.balance_units.names
    first = [desktop.texts(f"#details .section:nth-child({place}) .bar .name")[0] for place in (1, 2)]
    assert first == [names[int(net.argmax())], names[int(net.argmin())]]
    # No arrows; every place of the country, in the colours of a diverging scale and the one for "no figures".
    assert desktop.view["flow_trace"] is None
    places = desktop.rendered("places")
    assert len(places) == len(cube.places)
    assert len({place["fc"] for place in places}) >= 5


def test_how_people_move_with_the_seasons(desktop: AtlasPage) -> None:
    desktop.open("question=seasons&place=quetta")
    corridors = load_corridors()
    drawn = [corridor for corridor in corridors if corridor.origin]
    assert len(desktop.rendered("corridors")) == len(drawn)
    assert len(desktop.texts("#details .corridor")) == len(corridors)
    assert desktop.texts("#finding .figures b")[0] == str(len(corridors))


def test_where_cities_spill_over(desktop: AtlasPage) -> None:
    desktop.open("question=spill&place=karachi")
    assert len(desktop.rendered("cells")) > 100
    assert desktop.texts("#details .figures-table th[scope=row]")[:2] == ["Core", "Belt"]
    # Karachi as one and the five districts that a list was published for.
    assert len(desktop.rendered("abadis", "circle")) == 6
