import re
from dataclasses import replace
from datetime import date

import pytest

from layers._errors import ViewError
from layers.atlas import Atlas
from layers.briefing.compose import compose_brief
from layers.briefing.content import Brief, Section
from layers.briefing.numbers import say_between, say_number
from layers.cube import Cube
from layers.view import View
from tests.layers.tiny_world import make_atlas, make_grids, move_to_balochistan

DAY = date(2026, 11, 22)


def find(brief: Brief, key: str) -> Section:
    return next(section for section in brief.sections if section.key == key)


def list_texts(brief: Brief) -> list[str]:
    texts = [brief.headline, brief.lead, brief.notice, brief.map_words, brief.credit]
    for section in brief.sections:
        texts += [section.title, *section.paragraphs]
        for table in section.tables:
            texts += [table.caption, *table.head, table.note, *(cell for row in table.rows for cell in row)]
    return texts


def test_a_place_by_pencil(cube: Cube) -> None:
    brief = compose_brief(make_atlas(cube), View(place="a"), base="https://atlas.example/", date=DAY)
    assert (brief.place, brief.date, brief.link) == ("A Town", "22 November 2026", "https://atlas.example/?place=a")
    moves = find(brief, "moves")
    # 100 from b, 50 from c, 5 from the city; a sends 400 to the city, 20 to c, 10 to b. Half to double each.
    assert moves.tables[0].rows == (
        ("B Town", "100", "50 to 200", "modelled"),
        ("C Town", "50", "25 to 100", "modelled"),
        ("The City", "5", "2 to 10", "modelled"),
    )
    assert [row[1] for row in moves.tables[1].rows] == ["400", "20", "10"]
    # The bars: b's 100 of the largest high, 200.
    assert (moves.tables[0].spans[0].low, moves.tables[0].spans[0].value) == (0.25, 0.5)
    assert moves.paragraphs[0] == (
        "About 155 people a year move to A Town; the estimate’s range is 140 to 170. The largest groups come from "
        "B Town (65\u202f%), C Town (32\u202f%) and The City (3.2\u202f%). Of those who come, 65\u202f% come from "
        "within punjab."
    )
    assert moves.paragraphs[2] == "On balance A Town loses about 275 people a year, within a range of 225 to 325."
    change = find(brief, "change").tables[0]
    assert [row[1] for row in change.rows] == ["78", "215", "−138"]
    assert [row[3] for row in change.rows] == ["310", "860", "−550"]


def test_more_partners_than_rows_are_summed(atlas: Atlas) -> None:
    table = find(compose_brief(atlas, View(), date=DAY), "moves").tables[0]
    assert len(table.rows) == 9
    name, people, span, _ = table.rows[-1]
    assert re.fullmatch(r"\d+ other places", name)
    assert span == ""
    column = atlas.cube.matrices["1998-2023"].people[:, atlas.cube.flow_units.index("lahore")]
    left = sum(sorted(column)[::-1][8:])
    assert people == say_number(left)


@pytest.mark.parametrize("place", ["lahore", "quetta", "karachi", "kech", "islamabad", "kolai-palas-kohistan"])
@pytest.mark.parametrize("period", ["1998-2023", "2017-2023"])
def test_the_numbers_are_the_atlas_s_own(atlas: Atlas, place: str, period: str) -> None:
    cube = atlas.cube
    brief = compose_brief(atlas, View(place=place, period=period), date=DAY)
    here = cube.flow_units.index(cube.flow_unit_of(place))
    matrix = cube.matrices[period]
    for table, (people, low, high) in zip(
        find(brief, "moves").tables,
        (
            (matrix.people[:, here], matrix.low[:, here], matrix.high[:, here]),
            (matrix.people[here], matrix.low[here], matrix.high[here]),
        ),
        strict=True,
    ):
        for name, said, span, grade in table.rows[:8]:
            unit = cube.flow_units.names.index(name)
            assert (said, span, grade) == (
                say_number(people[unit]), say_between(low[unit], high[unit]), "modelled",
            )  # fmt: skip
    counted = cube.flow_units.people
    assert all(say_number(counted[year][here]) in find(brief, "change").paragraphs[-1] for year in counted)
    assert brief.figures == atlas.draw(View(place=place, period=period), screen()).finding.figures


def screen():
    from layers.screen import Screen

    return Screen()


def test_a_place_that_nobody_moves_to_or_from(still_cube: Cube) -> None:
    brief = compose_brief(make_atlas(still_cube), View(place="a"), date=DAY)
    moves = find(brief, "moves")
    assert moves.tables == ()
    assert moves.paragraphs == (
        "The estimate has nobody moving to A Town.",
        "The estimate has nobody leaving A Town.",
        "On balance A Town gains as many people as it loses.",
    )


def test_a_place_with_one_partner(with_flows) -> None:
    cube = with_flows([("b", "a", 70.0)])
    moves = find(compose_brief(make_atlas(cube), View(place="a"), date=DAY), "moves")
    assert "All of them come from B Town." in moves.paragraphs[0]
    assert [table.caption for table in moves.tables] == ["Where they come from, people a year"]


def test_in_balochistan_no_sentence_names_the_largest_partners(cube: Cube) -> None:
    brief = compose_brief(make_atlas(move_to_balochistan(cube, "a")), View(place="a"), date=DAY)
    moves = find(brief, "moves")
    assert moves.paragraphs[0].startswith("Do not rely on the origins")
    assert not any("largest groups" in text for text in moves.paragraphs)


def test_karachi_s_inflow_is_never_told_as_a_change(atlas: Atlas) -> None:
    change = find(compose_brief(atlas, View(place="karachi"), date=DAY), "change")
    assert change.paragraphs[0].startswith("Karachi’s inflow is set to the one published figure")


@pytest.mark.parametrize(
    ("query", "warned"),
    [
        ("place=karachi", True),
        ("place=quetta", True),
        ("place=lahore", False),
        ("place=hyderabad", False),
        ("question=balance&place=sindh", True),
        ("question=balance&place=balochistan", True),
        ("question=balance&place=punjab", False),
    ],
)
def test_a_change_that_may_be_of_counting_says_so_on_the_spot(atlas: Atlas, query: str, warned: bool) -> None:
    change = find(compose_brief(atlas, View.from_query(query), date=DAY), "change")
    assert any("were counted changed by 2023" in text for text in change.paragraphs) == warned


@pytest.mark.parametrize("query", ["question=balance&place=punjab", "question=balance"])
def test_rows_with_balochistan_have_a_mark_that_is_explained(atlas: Atlas, query: str) -> None:
    moves = find(compose_brief(atlas, View.from_query(query), date=DAY), "moves")
    for table in moves.tables:
        assert all(("Balochistan" in row[0]) == row[0].endswith("*") for row in table.rows if "Baloch" in row[0])
        assert table.note.startswith("* Do not rely")
    assert not any("*" in text for text in moves.paragraphs)


def test_losses_grow_the_other_way(atlas: Atlas) -> None:
    districts = find(compose_brief(atlas, View.from_query("question=balance&place=punjab"), date=DAY), "districts")
    assert [{span.loss for span in table.spans} for table in districts.tables] == [{False}, {True}]


def test_seasons_are_of_quetta_whatever_the_page_shows(atlas: Atlas) -> None:
    brief = compose_brief(atlas, View.from_query("question=seasons"), date=DAY)
    assert brief == compose_brief(atlas, View.from_query("question=seasons&place=kech"), date=DAY)
    assert "Quetta" in find(brief, "fringe").paragraphs[0]
    assert [row[0] for row in find(brief, "change").tables[0].rows][-1].startswith("Balance")


def test_karachi_s_katchi_abadis_say_why_the_districts_sum_to_less(atlas: Atlas) -> None:
    said = " ".join(find(compose_brief(atlas, View(place="karachi"), date=DAY), "fringe").paragraphs)
    assert "578 katchi abadis identified" in said
    assert "sum to 575: they are of the list that gives Karachi 575" in said
    assert "less not notified" not in said


def test_a_district_that_shares_its_figures_says_so(atlas: Atlas) -> None:
    brief = compose_brief(atlas, View(place="karachi-east"), date=DAY)
    assert brief.place == "Karachi East"
    assert "together as Karachi (districts in all: 7)" in brief.notice
    assert "3.92 million" in brief.notice
    assert brief.link == "?place=karachi"


def test_the_fringe_by_pencil(cube: Cube) -> None:
    # a: a core of 1,200 after 1,000, a belt of 800 after 500, 1,000 beyond; each cell is of 5 km².
    fringe = find(compose_brief(make_atlas(cube), View(place="a"), date=DAY), "fringe")
    assert [row[:3] for row in fringe.tables[0].rows] == [
        ("Core", "1,200", "+200"),
        ("Belt", "800", "+300"),
        ("Beyond, other towns too", "1,000", "0"),
    ]
    assert fringe.view is not None
    assert fringe.view.question == "spill"


def test_land_without_people_has_one_sentence(cube: Cube) -> None:
    grids = make_grids()
    empty = replace(grids.census.layer, values=0 * grids.census.layer.values)
    grids = replace(grids, census=replace(grids.census, layer=empty))
    fringe = find(compose_brief(make_atlas(cube, grids=grids), View(place="a"), date=DAY), "fringe")
    assert fringe.tables == ()
    assert fringe.paragraphs == (
        "No people are counted on the land round A Town, so nothing is said of its fringe.",
    )


def test_a_province_is_the_sum_of_its_places(atlas: Atlas) -> None:
    cube = atlas.cube
    brief = compose_brief(atlas, View(question="balance", place="sindh"), date=DAY)
    mine = [province == "sindh" for province in cube.flow_units.provinces]
    people = cube.flow_units.people[2023][mine].sum()
    assert brief.place == "Sindh"
    assert brief.figures[2].number == say_number(people)
    assert brief.region == "sindh"
    assert "derived" in brief.map_caption
    assert "modelled" in brief.map_caption
    rows = {row[0]: row[1] for row in find(brief, "moves").tables[0].rows}
    theirs = [province == "punjab" for province in cube.flow_units.provinces]
    flow = cube.matrices["1998-2023"].people[theirs][:, mine].sum()
    assert rows["Punjab"] == say_number(flow)
    assert compose_brief(atlas, View(place="sindh"), date=DAY).headline == brief.headline


def test_the_country_and_its_provinces(atlas: Atlas) -> None:
    brief = compose_brief(atlas, View(question="balance"), date=DAY)
    total = atlas.cube.matrices["1998-2023"].people.sum()
    assert brief.place == "Pakistan"
    assert say_number(total) in find(brief, "moves").paragraphs[0]


def test_balochistan_is_told_with_its_warning(atlas: Atlas) -> None:
    brief = compose_brief(atlas, View(question="balance", place="balochistan"), date=DAY)
    assert brief.notice.startswith("Do not rely on the origins")
    assert not any("largest groups" in text for text in find(brief, "moves").paragraphs)


def test_seasons_have_corridors_without_numbers_and_a_scenario_that_says_so(atlas: Atlas) -> None:
    brief = compose_brief(atlas, View(question="seasons", place="quetta", share=20), date=DAY)
    assert "16 corridors are documented" in find(brief, "moves").paragraphs[0]
    # Corridors of one origin share a row; every corridor is there.
    names = [name for table in find(brief, "moves").tables for name in re.split(", | and ", table.rows[0][1])]
    assert names[:2] == ["Quetta", "Sukkur"]
    year = find(brief, "year")
    assert "a scenario, not a count" in year.paragraphs[0]
    assert "20\u202f% of the people" in year.paragraphs[0]
    assert "scenario" in year.tables[0].caption


def test_one_season_has_its_corridors_alone(atlas: Atlas) -> None:
    brief = compose_brief(atlas, View(question="seasons", place="quetta", season="conflict"), date=DAY)
    assert len(find(brief, "moves").tables) == 1
    # Conflict has no months.
    assert [section.key for section in brief.sections] == ["moves", "change", "fringe", "sureness", "method"]


@pytest.mark.parametrize(
    "query", ["place=lahore", "place=karachi-east", "question=balance&place=punjab", "question=seasons&place=quetta"]
)
def test_how_sure_on_what_and_under_which_licence(atlas: Atlas, query: str) -> None:
    brief = compose_brief(atlas, View.from_query(query), date=DAY)
    method = " ".join(find(brief, "method").paragraphs)
    assert "Line of Control" in method
    assert "Licence:" in method
    assert "Made on 22 November 2026 with Rawaan" in method
    assert all(section.source for section in brief.sections)


def test_yardsticks_met_and_missed_are_listed(atlas: Atlas) -> None:
    table = find(compose_brief(atlas, View(), date=DAY), "sureness").tables[0]
    verdicts = [row[3] for row in table.rows]
    # Only those that nothing was fitted to: what is met by construction and bounds are no test.
    checks = [check for check in atlas.spoken["en"].checks["1998-2023"][0] if check.role == "test"]
    assert len(verdicts) == len(checks) == 10
    assert not any("to Karachi" in row[0] for row in table.rows)
    assert verdicts.count("missed") == sum(check.verdict == "miss" for check in checks)


@pytest.mark.parametrize("query", ["question=whatif", "data=own", "place=nowhere"])
def test_what_no_briefing_is_written_of(atlas: Atlas, query: str) -> None:
    with pytest.raises(ViewError):
        compose_brief(atlas, View.from_query(query), date=DAY)


def test_digits_change_in_every_text_and_in_no_address(atlas: Atlas) -> None:
    brief = compose_brief(atlas, View(digits="urdu"), base="https://atlas.example:8050/", date=DAY)
    assert brief.link == "https://atlas.example:8050/?digits=urdu"
    # Versions keep their digits, those of the software and of a licence, and so does a word such as 224k.
    texts = [re.sub(r"0\.1\.0|CC BY 4\.0|[0-9]+k", "", text) for text in list_texts(brief)]
    assert [text for text in texts if re.search("[0-9]", text)] == []
    assert brief.date == "۲۲ November ۲۰۲۶"


@pytest.mark.parametrize("language", ["en", "ur"])
@pytest.mark.parametrize(
    "query",
    ["place=kech", "place=karachi", "question=balance", "question=balance&place=balochistan", "question=seasons"],
)
def test_no_text_is_broken(atlas: Atlas, query: str, language: str) -> None:
    brief = compose_brief(atlas, View.from_query(query).but(lang=language), date=DAY)
    for text in list_texts(brief):
        assert not re.search(r"\bnan\b|[{}]|  |\.\.|۔۔|None\b", text), text
