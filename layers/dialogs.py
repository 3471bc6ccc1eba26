"""What opens over the page: files to take away, briefings, and the map as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from dash import html

from boundaries.language import LANGUAGES, mark, tr
from layers._errors import ViewError
from layers.abadi_layer import find_abadis
from layers.markup import aria, data
from layers.view import View

if TYPE_CHECKING:
    from layers.atlas import Atlas

SHEETS: Final = {"a4": mark("A4 page"), "wide": mark("16:9 slide")}
PICTURES: Final = ("png", "svg", "pdf")
BRIEFINGS: Final = {"pdf": mark("PDF, A4 pages"), "pptx": mark("PowerPoint deck, 16:9")}
SCOPES: Final = {"view": mark("This view"), "all": mark("Everything behind it")}


LAYERS: Final = {
    "flows": mark("Flows, as lines"),
    "corridors": mark("Corridors, as lines"),
    "cells": mark("Cells"),
    "places": mark("Places"),
    "arrows": mark("Arrows, as drawn"),
    "destinations": mark("Destinations without an origin"),
    "nodes": mark("Points of places"),
    "abadis": mark("Katchi abadis"),
}
"""Name of a layer of a file → what a reader is told it is."""

KEPLER: Final = ("flows", "cells", "nodes")
"""Layers that kepler.gl can place, as `layers.files.kepler` has them."""


def build_dialog(atlas: Atlas, name: str, view: View, *, base: str) -> list[Any]:
    """
    Build what a dialog shows for a view.

    Parameters
    ----------
    atlas, view
        Numbers and choices.
    name
        "download", "briefing" or "table".
    base
        Address of the atlas, with the final slash.

    Returns
    -------
    children
        Components in the view's language.

    Raises
    ------
    ViewError
        No dialog has this name, or the view names a place that has no figures.
    """
    view = view.but(place=atlas.cube.flow_unit_of(view.place))
    if name == "download":
        return _build_download(atlas, view, base)
    if name == "briefing":
        return _build_briefing(atlas, view)
    if name == "table":
        from layers.table_twin import build_table

        return build_table(atlas, view)
    raise ViewError(tr("{name}={value} is not one of {options}").format(
        name="name", value=repr(name), options="download, briefing, table"
    ))


def _build_download(atlas: Atlas, view: View, base: str) -> list[Any]:
    from layers.service.snippets import build_snippets

    query = view.to_query()
    return [
        html.H2(tr("Take this view away")),
        html.Section(
            [
                html.H3(tr("Picture")),
                html.P(tr("Drawn for paper, sharp at any size, with title, legend, sources and link.")),
                *[
                    _build_links("picture", PICTURES, query, tr(title), f"size={size}")
                    for size, title in SHEETS.items()
                ],
            ]
        ),
        _build_export(atlas, view),
        html.Section(
            [
                html.H3(tr("Get this by code")),
                *[
                    html.Div(
                        [
                            html.Div(language, className="label"),
                            # A long line scrolls, also for who has only keys.
                            html.Pre(
                                html.Code(text, dir="ltr"), tabIndex=0, role="region", **aria(label=language)
                            ),
                            html.Button(tr("Copy"), className="tool", **data(copy="")),
                        ],
                        className="snippet",
                    )
                    for language, text in build_snippets(query, base)
                ],
                html.P(
                    [
                        html.A(tr("All addresses of the interface"), href="api/docs", target="_blank"),
                        " · ",
                        html.A(tr("As OGC API – Features, for QGIS"), href="ogc", target="_blank"),
                    ]
                ),
            ]
        ),
    ]


def list_layers(atlas: Atlas, view: View) -> tuple[str, ...]:
    """
    List the layers of a view's files.

    Parameters
    ----------
    atlas, view
        Numbers and choices.

    Returns
    -------
    layers
        Names of `LAYERS`, the main one first, as `layers.files.gather` gives them; told without gathering, which needs
        the geometry libraries.
    """
    if view.question == "spill":
        marks = ("abadis",) if find_abadis(atlas.cube, view.place) else ()
        return ("cells", "places", "nodes", *marks)
    if view.question == "seasons" and not view.month:
        drawn = [one for one in atlas.corridors if view.season in {"all", one.season}]
        lines = ("corridors", "arrows") if any(one.origin for one in drawn) else ()
        ends = ("destinations",) if any(not one.origin for one in drawn) else ()
        return (*lines, *ends, "places", "nodes")
    matrix = view.form == "matrix" and view.question in {"to", "balance"}
    if view.question == "balance":
        return ("places", "flows", "nodes") if matrix else ("places", "nodes")
    return ("flows", "places", "nodes") if matrix else ("flows", "arrows", "places", "nodes")


def list_choices(atlas: Atlas, view: View) -> list[tuple[str, str, tuple[str, ...]]]:
    """
    List the formats a view can be taken away in.

    Parameters
    ----------
    atlas, view
        Numbers and choices.

    Returns
    -------
    choices
        (name, title, layers to choose from); no layers where the format holds all of them, or has one alone.
    """
    from layers.files.formats import FORMATS

    layers = list_layers(atlas, view)
    choices = []
    for one in FORMATS.values():
        held = tuple(name for name in layers if one.name != "kepler" or name in KEPLER)
        if one.holds in {"all", "one"} and held:
            choices.append((one.name, tr(one.title), held if one.holds == "one" else ()))
        elif one.holds in layers:
            choices.append((one.name, tr(one.title), ()))
    return choices


def _build_links(name: str, formats: tuple[str, ...], query: str, title: str, more: str = "") -> html.P:
    ending = "&".join(part for part in (query, more) if part)
    links = [
        html.A(form.upper(), href=f"{name}.{form}?{ending}", download="", className="tool") for form in formats
    ]
    return html.P([html.Span(title, className="label"), *links], className="files")


def _build_export(atlas: Atlas, view: View) -> html.Section:
    choices = list_choices(atlas, view)
    return html.Section(
        [
            html.H3(tr("Map layers and tables")),
            _build_radios("scope", [(value, tr(title), "") for value, title in SCOPES.items()], tr("How much")),
            _build_radios(
                "format",
                [(name, title, " ".join(held)) for name, title, held in choices],
                tr("Format"),
            ),
            _build_radios("layer", [(name, tr(LAYERS[name]), "") for name in list_layers(atlas, view)], tr("Layer")),
            html.Div(
                [
                    html.Button(tr("Download"), id="export-start", className="tool strong"),
                    html.Button(tr("Cancel"), id="export-cancel", className="tool", hidden=True),
                    html.Div(html.I(), id="export-bar", className="bar-rail", hidden=True),
                    html.Span(id="export-words", **aria(live="polite")),
                ],
                className="export",
            ),
            html.P(
                tr(
                    "Every file names its source, evidence, licence, boundaries and date inside; GeoPackage opens in "
                    "QGIS with the colours of this page."
                )
            ),
        ]
    )


def _build_radios(field: str, choices: list[tuple[str, str, str]], title: str) -> html.Fieldset:
    labels = [
        html.Label(text, **data(value=value, layers=held, checked="yes" if position == 0 else "no"))
        for position, (value, text, held) in enumerate(choices)
    ]
    return html.Fieldset([html.Legend(title), html.Div(labels)], **data(field=field))


def list_subjects(atlas: Atlas, view: View) -> list[tuple[str, View]]:
    """
    List what else a briefing can be of, from a view.

    Parameters
    ----------
    atlas, view
        Numbers and choices; its place has figures.

    Returns
    -------
    subjects
        Name and view: the place's province (unless it is one place alone), the country, in Balochistan its seasons.
    """
    from layers.briefing.place_brief import find_province_name

    units = atlas.cube.flow_units
    home = units.provinces[units.index(view.place)]
    plain = View(period=view.period)
    subjects = [(tr("Pakistan"), plain.but(question="balance"))]
    if units.provinces.count(home) > 1 and home not in units.codes:
        subjects.insert(0, (find_province_name(atlas.cube, home), plain.but(question="balance", place=home)))
    if home == "balochistan":
        subjects.append((tr("Balochistan’s seasons"), plain.but(question="seasons", place="quetta")))
    return subjects


def _build_briefing(atlas: Atlas, view: View) -> list[Any]:
    parts = [
        html.H2(tr("A briefing for the desk")),
        html.P(
            tr(
                "Two to four pages: the finding, the map, partners, change over time, the city’s fringe, how sure the "
                "numbers are, method and sources."
            )
        ),
    ]
    for language, name in LANGUAGES.items():
        query = view.but(lang=language).to_query()
        rows = [_build_links("briefing", (form,), query, tr(title)) for form, title in BRIEFINGS.items()]
        parts.append(html.Section([html.H3(name, lang=language), *rows]))
    urdu = view.but(lang="ur", digits="urdu").to_query()
    rows = [_build_links("briefing", (form,), urdu, tr(title)) for form, title in BRIEFINGS.items()]
    parts.append(html.Section([html.H3(f"{LANGUAGES['ur']} ۱۲۳", lang="ur"), *rows]))
    rows = [
        _build_links(
            "briefing",
            tuple(BRIEFINGS),
            subject.but(lang=language).to_query(),
            tr("{place}, {language}").format(place=title, language=name),
        )
        for title, subject in list_subjects(atlas, view)
        for language, name in LANGUAGES.items()
    ]
    parts.append(html.Section([html.H3(tr("The wider picture")), *rows]))
    return parts
