"""Every page in Urdu is Urdu to the last word, and its sentences are grammatical where values are filled in."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

import flows
from layers import View
from layers.atlas import Atlas
from layers.cube import Cube
from layers.files.gather import gather_content
from layers.screen import Screen
from layers.view import PRESETS
from tests.layers.other_tongue import list_untold
from tests.layers.tiny_world import make_atlas

KEPT = (
    # who drew the lines, and under what licence
    *("svg-maps", "Natural Earth", "GeoNames", "CC BY 4.0", "CC0"),
    # sources by their short names, and a book by its title
    *("NSPP", "IOM", "Migration, Development and Poverty Reduction in Asia", "Manual VI"),
    # scholars, and a program whose reading of an index is another
    *("Bell", "Plane–Mulligan", "migration.indices", "Wilson", "Flowerdew", "Aitkin"),
    # measures by the letters they are known by, units, cells
    *("کورژو کا k", "CPC", "SRMSE", "D²", "°C", "H3"),
)
"""What has no Urdu."""

FORMS = (
    "direction=out",
    "direction=net",
    "direction=all&ranges=on&period=2017-2023&measure=people&scale=fixed",
    "place=gwadar&direction=out",
    "form=matrix",
    "form=matrix&sort=size&period=1998-2017",
    "data=counted",
    "data=counted&place=multan&direction=out",
    "data=residual",
    "data=residual&place=quetta&direction=all",
    "question=balance&period=2017-2023&measure=people",
    "question=seasons&season=study",
    "question=seasons&month=7",
    "question=seasons&month=1&season=winter&share=50",
    "question=seasons&month=4&season=conflict",
    "question=seasons&month=10&share=0",
    "question=spill&place=karachi&shade=growth",
    "question=spill&place=quetta&shade=class&form=pair",
    "question=spill&place=ziarat&shade=density",
    "question=spill&shade=built&grid=demonstration",
    "question=whatif&place=faisalabad&amount=0",
    "question=whatif&place=faisalabad&amount=-30",
    "question=whatif&place=faisalabad&change=retention&amount=100",
    "question=whatif&place=faisalabad&change=retention&amount=-20",
    "question=whatif&place=faisalabad&change=time&amount=-20",
    "question=whatif&change=cities&amount=50",
    "question=whatif&change=origins&amount=10",
)


@pytest.fixture(scope="module")
def tehsils() -> tuple[str, ...]:
    """Name the tehsils: the census prints them in English alone."""
    with (Path(flows.__file__).parent / "data" / "census_tehsils.csv").open(encoding="utf-8", newline="") as file:
        return tuple({row["name"] for row in csv.DictReader(file)})


@pytest.mark.parametrize("view", [*(view for _, _, view in PRESETS), *map(View.from_query, FORMS)], ids=str)
def test_a_page_in_urdu_has_no_english_word_left(atlas: Atlas, tehsils: tuple[str, ...], view: View) -> None:
    picture = atlas.draw(view.but(lang="ur"), Screen())
    assert list_untold(picture, (*KEPT, *tehsils)) == []


def test_a_place_without_figures_is_named_in_urdu_when_it_is_refused(atlas: Atlas) -> None:
    with pytest.raises(ValueError, match="^دیامر نقشے پر ہے مگر"):
        atlas.draw(View(place="diamer", lang="ur"), Screen())


@pytest.mark.parametrize(
    ("query", "headline", "lead"),
    [
        (
            "place=a",
            "الف میں نئے آنے والے زیادہ تر پنجاب ہی کے اندر سے آتے ہیں",
            "ہر سال تقریباً 155 افراد الف آتے ہیں: ان نئے آنے والوں میں سے 65 فیصد پنجاب سے آتے ہیں۔ "
            "سب سے آگے ب، C Town اور شہر ہیں، مل کر 100 فیصد۔",
        ),
        (
            "place=b&direction=net",
            "ب میں لوگ آتے کم ہیں اور جاتے زیادہ",
            "اس کے سب سے زیادہ لوگ شہر اور الف کو جاتے ہیں اور اسے سب سے زیادہ لوگ C Town سے ملتے ہیں۔ "
            "ہر مقام کا حساب الگ جوڑیں تو سالانہ اضافہ 30 اور کمی 190 افراد بنتی ہے۔",
        ),
        (
            "place=b&direction=all",
            "ب آنے اور وہاں سے جانے کی زیادہ تر نقل مکانی پنجاب کی حد پار کرتی ہے",
            "ہر سال تقریباً 240 افراد ب آتے یا وہاں سے جاتے ہیں: ان میں سے 46 فیصد پنجاب کے اندر ہیں۔ "
            "سب سے آگے الف، شہر اور C Town ہیں۔",
        ),
        (
            "question=whatif&place=a&change=retention",
            "اگر الف سے جانے والوں میں سے 20 فیصد کو روک لیا جائے تو سالانہ 86 لوگ وہیں رہیں گے",
            "سالانہ 755 افراد میں سے 669 اب بھی نقل مکانی کرتے ہیں اور 86 رک جاتے ہیں: کوئی شمار سے باہر نہیں ہوتا۔ "
            "اس سے سب سے زیادہ کمی شہر (\u200e−80) اور C Town (\u200e−4) میں ہوگی۔",
        ),
        (
            "question=seasons&place=a&month=7",
            "جولائی میں تقریباً 300 افراد گھر سے دور ہوں گے",
            "سب سے زیادہ اضافہ شہر میں ہے: \u200e+300۔ سب سے زیادہ کمی الف میں ہے: \u200e−300۔ "
            "اس میں فرض کیا گیا ہے کہ گرم ترین یا سرد ترین مہینے میں 10 فیصد لوگ جاتے ہیں؛ انہیں کسی نے نہیں گنا۔",
        ),
    ],
)
def test_sentences_of_the_tiny_world(cube: Cube, query: str, headline: str, lead: str) -> None:
    finding = make_atlas(cube).find(View.from_query(query).but(lang="ur"))
    assert (finding.headline, finding.lead) == (headline, lead)


def test_one_place_alone_leads_in_the_singular(with_flows: Callable[[list[tuple[str, str, float]]], Cube]) -> None:
    finding = make_atlas(with_flows([("city", "a", 90)])).find(View(place="a", lang="ur"))
    assert "سب سے آگے شہر ہے" in finding.lead


def test_nobody_moves(with_flows: Callable[[list[tuple[str, str, float]]], Cube]) -> None:
    finding = make_atlas(with_flows([])).find(View(place="a", lang="ur"))
    assert finding.headline == "الف کے لیے کسی نقل مکانی کا تخمینہ نہیں"


def test_a_file_says_in_urdu_where_its_numbers_and_lines_come_from(atlas: Atlas) -> None:
    about = gather_content(atlas, View(question="balance", lang="ur"), scope="view").about
    assert about.source.startswith("اضلاع کی آبادی، 1998، 2017 اور 2023 (ادارۂ شماریات پاکستان، ")
    assert "اعداد: اعداد حقائق ہیں، ناشر کا حوالہ دیں؛ حدود: عام ملکیت" in about.licence
    # what is said of the line of control must be said in full
    assert about.boundaries.endswith(
        "ان سے کسی علاقے کے بارے میں کوئی مؤقف مراد نہیں۔ جموں و کشمیر میں لائن آف کنٹرول شکستہ لکیر سے دکھائی گئی ہے: "
        "یہ ایک متنازع علاقے میں جنگ بندی کی لکیر ہے، اور اس علاقے کی حتمی حیثیت پر فریقین کا اتفاق نہیں ہوا۔"
    )
