"""The page's fixed frame: the parts that views fill and the script looks for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from layers.page import EMPTY, GRAPH_CONFIG, INDEX, build_layout
from layers.palette import DARK, LIGHT, css_variables
from layers.view import PRESETS
from tests.layers.read_page import follow, links, say, tags, walk

ASSETS = Path(__file__).resolve().parents[2] / "assets"
PLACES = [{"label": "Lahore  لاہور", "value": "lahore", "search": "Lahore لاہور Lahor"}]
PAGE = build_layout(PLACES)
IDS = {getattr(part, "id", None): part for part in walk(PAGE)}


@pytest.mark.parametrize(
    "part", ["url", "screen", "figure", "finding", "details", "controls", "legend", "questions", "tools"]
)
def test_what_a_view_fills_is_there(part: str) -> None:
    assert part in IDS


def test_ids_are_unique() -> None:
    ids = [part.id for part in walk(PAGE) if getattr(part, "id", None)]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("script", ["atlas.js", "dialog.js", "names.js"])
def test_what_the_script_looks_for_is_there(script: str) -> None:
    text = (ASSETS / script).read_text(encoding="utf-8")
    asked = set(re.findall(r"""(?:getElementById|\belement)\(["']([\w-]+)["']\)""", text))
    # what a dialog brings is looked for in `test_dialogs`
    assert {name for name in asked if not name.startswith("export-")} <= set(IDS)


def test_find_a_place_offers_what_it_is_given() -> None:
    assert IDS["find"].options == PLACES
    assert IDS["find"].placeholder == "Find a place"


@pytest.mark.parametrize(
    "name", ["copy", "theme", "zoom-in", "zoom-out", "zoom-home", "present", "table", "dialog-close"]
)
def test_every_button_has_a_name_that_can_be_read_out(name: str) -> None:
    button = IDS[name]
    assert getattr(button, "aria-label", None) or re.search(r"[A-Za-z]{3}", say(button))


def test_changes_are_announced_and_regions_named() -> None:
    assert getattr(IDS["finding"], "aria-live") == "polite"
    assert getattr(IDS["legend"], "aria-label") == "Legend"
    assert getattr(IDS["questions"], "aria-label") == "Questions"
    assert IDS["fault"].role == "alert"
    assert IDS["fault"].hidden is True
    assert len(tags(PAGE, "Main")) == 1


def test_the_fault_card_and_the_name_lead_back_to_the_opening_view() -> None:
    home = [link for link in links(PAGE) if link not in links(IDS["questions"]) + links(IDS["tools"])]
    home = [link for link in home if link.href != "#panel"]
    assert [link.href for link in home] == [".", "."]


def test_the_questions_can_be_read_before_any_number_is_known() -> None:
    questions = links(IDS["questions"])
    assert [(link.children, follow(link)) for link in questions] == [(label, view) for label, _, view in PRESETS]
    # the page opens with the first, and the first view confirms it
    assert [link.children for link in questions if hasattr(link, "aria-current")] == ["To Lahore"]


def test_until_the_first_view_comes_the_map_is_blank_not_a_pair_of_axes() -> None:
    assert IDS["figure"].figure is EMPTY
    assert EMPTY["data"] == []
    layout = EMPTY["layout"]
    assert [layout[axis]["visible"] for axis in ("xaxis", "yaxis")] == [False, False]
    # nothing hides the sea behind it
    assert [layout[ground] for ground in ("paper_bgcolor", "plot_bgcolor")] == ["rgba(0,0,0,0)"] * 2


def test_on_paper_the_address_stands_under_the_numbers_and_on_screen_nowhere() -> None:
    panel = IDS["print-address"]
    assert panel in tags(PAGE, "Main")[0].children
    styles = (ASSETS / "2-page.css").read_text(encoding="utf-8")
    screen, paper = styles.split("@media print")
    assert ".print-address { display: none; }" in screen
    assert ".print-address { display: block;" in paper


def test_the_page_names_no_address_outside() -> None:
    assert "://" not in INDEX
    assert not re.search(r"""(?:src|href)=["']//""", INDEX)


def test_dash_finds_every_place_it_fills() -> None:
    for name in ("metas", "title", "favicon", "css", "app_entry", "config", "scripts", "renderer"):
        assert INDEX.count(f"{{%{name}%}}") == 1


def test_page_and_map_take_their_colours_from_one_table() -> None:
    assert f":root{{{css_variables(LIGHT)}color-scheme:light}}" in INDEX
    assert f":root[data-theme=dark]{{{css_variables(DARK)}color-scheme:dark}}" in INDEX


def test_styles_use_only_colours_that_both_themes_have() -> None:
    text = "".join(style.read_text(encoding="utf-8") for style in ASSETS.glob("*.css"))
    ours = set(re.findall(r"(--[\w-]+):", css_variables(LIGHT)))
    # the style sheets' own, what scripts set for printing, names and presenting, and what each bar sets for itself
    scripts = "".join(script.read_text(encoding="utf-8") for script in ASSETS.glob("*.js"))
    lengths = set(re.findall(r"""setProperty\("(--[\w-]+)\"""", scripts))
    assert lengths >= {"--print-scale", "--screen-width", "--screen-height", "--gap", "--halo"}
    others = set(re.findall(r"(--[\w-]+)\s*:", text)) | lengths | {"--tone"}
    assert set(re.findall(r"var\((--[\w-]+)", text)) <= ours | others


def test_the_map_can_be_zoomed_with_the_wheel_and_has_no_tool_bar() -> None:
    assert GRAPH_CONFIG["scrollZoom"] is True
    assert GRAPH_CONFIG["displayModeBar"] is False
