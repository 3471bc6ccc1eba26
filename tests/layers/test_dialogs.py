"""What opens over the page offers what there is, in the reader's language."""

from __future__ import annotations

import re

import pytest

from layers._errors import ViewError
from layers.atlas import Atlas
from layers.dialogs import KEPLER, build_dialog, list_choices, list_layers, list_subjects
from layers.files import kepler
from layers.files.formats import FORMATS
from layers.files.gather import gather_content
from layers.view import PRESETS, View
from tests.layers.read_page import links, say, tags, walk

VIEWS = {
    **{label: view for label, _, view in PRESETS},
    "summer": View(question="seasons", place="quetta", season="summer"),
    "study": View(question="seasons", place="quetta", season="study"),
    "no katchi abadis": View(question="spill", place="gwadar"),
    "July": View(question="seasons", place="quetta", month=7),
    "matrix": View(form="matrix"),
    "matrix of the balance": View(question="balance", form="matrix"),
    "before and after": View(question="spill", form="pair", shade="density"),
    "residual": View(data="residual"),
    "counted": View(data="counted"),
}
BASE = "http://atlas.example/"


@pytest.mark.parametrize("name", VIEWS)
@pytest.mark.parametrize("scope", ["view", "all"])
def test_the_layers_offered_are_those_that_a_file_has(atlas: Atlas, name: str, scope: str) -> None:
    content = gather_content(atlas, VIEWS[name], scope=scope)
    if scope == "all" and name in {"summer", "study"}:  # everything behind it: the other seasons too
        assert {layer.name for layer in content.layers} > set(list_layers(atlas, VIEWS[name]))
        return
    assert [layer.name for layer in content.layers] == list(list_layers(atlas, VIEWS[name]))


def test_formats_that_a_view_has_nothing_for_are_not_offered(atlas: Atlas) -> None:
    spill, balance, flows = (
        {name: held for name, _, held in list_choices(atlas, view)}
        for view in (View(question="spill"), View(question="balance"), View())
    )
    assert "geotiff" in spill
    assert not {"geotiff", "flowmapblue", "matrix"} & set(balance)
    assert {"flowmapblue", "matrix"} <= set(flows)
    assert flows["geopackage"] == ()  # holds every layer: nothing to choose
    assert flows["geojson"] == ("flows", "arrows", "places", "nodes")
    assert flows["kepler"] == ("flows", "nodes")
    assert tuple(kepler.NAMES) == KEPLER
    assert set(spill) | set(flows) == set(FORMATS)


def test_download_offers_pictures_files_and_code(atlas: Atlas) -> None:
    children = build_dialog(atlas, "download", View(place="karachi"), base=BASE)
    addresses = [link.href for link in links(children)]
    for form in ("png", "svg", "pdf"):
        assert f"picture.{form}?place=karachi&size=a4" in addresses
        assert f"picture.{form}?place=karachi&size=wide" in addresses
    code = " ".join(say(part) for part in tags(children, "Code"))
    assert f"curl '{BASE}api/flows?" in code
    assert "destination=karachi" in code
    ids = {part.id for part in walk(children) if getattr(part, "id", None)}
    assert ids == {"export-start", "export-cancel", "export-bar", "export-words"}


def test_one_choice_of_every_row_is_made(atlas: Atlas) -> None:
    fields = tags(build_dialog(atlas, "download", View(), base=BASE), "Fieldset")
    for field in fields:
        chosen = [getattr(label, "data-checked") for label in tags(field, "Label")]
        assert chosen[0] == "yes"
        assert chosen.count("yes") == 1
    assert [getattr(field, "data-field") for field in fields] == ["scope", "format", "layer"]


def test_a_briefing_comes_in_both_languages_and_figures(atlas: Atlas) -> None:
    addresses = [link.href for link in links(build_dialog(atlas, "briefing", View(place="quetta"), base=BASE))]
    own = [
        f"briefing.{form}?place=quetta{language}"
        for language in ("", "&lang=ur", "&lang=ur&digits=urdu")
        for form in ("pdf", "pptx")
    ]
    assert addresses[:6] == own
    # Then its province, the country and Balochistan's seasons, each in both languages and forms.
    assert len(addresses) == 6 + 3 * 2 * 2
    for query in ("question=balance&place=balochistan", "question=balance", "question=seasons&place=quetta"):
        assert {f"briefing.{form}?{query}{language}" for form in ("pdf", "pptx") for language in ("", "&lang=ur")} <= (
            set(addresses)
        )


@pytest.mark.parametrize(("place", "count"), [("lahore", 2), ("islamabad", 1), ("kech", 3)])
def test_the_wider_picture_is_of_what_the_place_lies_in(atlas: Atlas, place: str, count: int) -> None:
    from layers.briefing.compose import compose_brief

    subjects = list_subjects(atlas, View(place=place))
    assert len(subjects) == count
    for name, view in subjects[: count - (place == "kech")]:
        assert compose_brief(atlas, view).place == name


def test_the_dialog_speaks_the_readers_language(atlas: Atlas) -> None:
    from boundaries.language import speak

    with speak("ur"):
        said = say(build_dialog(atlas, "briefing", View(lang="ur"), base=BASE))
    assert re.findall(r"[\u0600-\u06ff]{3,}", said)
    assert "briefing" not in said.lower()


def test_a_dialog_that_there_is_not_is_refused(atlas: Atlas) -> None:
    with pytest.raises(ViewError, match="name='tea' is not one of download, briefing, table"):
        build_dialog(atlas, "tea", View(), base=BASE)
