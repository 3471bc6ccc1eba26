"""What a file says of itself: title, finding, evidence, sources, licences, boundaries, address, date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from boundaries.language import mark, tr
from layers.files.content import About
from layers.kept_words import say_kept
from layers.terms import say_carried
from layers.view import View
from layers.wording import say_parts

if TYPE_CHECKING:
    from datetime import date as Date  # noqa: N812

    from layers.atlas import Atlas
    from layers.picture import Picture

CENSUS: Final = "census_districts"

TABLES: Final = {
    "to": (CENSUS, "mother_tongue", "published_figures"),
    "balance": (CENSUS,),
    "seasons": ("balochistan_corridors",),
    "spill": ("census_tehsils",),
    "whatif": (CENSUS, "mother_tongue", "published_figures"),
}
"""Carried tables that the numbers of a question come from, by their names in `flows.datasets()`."""

SAID: Final = ("title", "accuracy", "credit", "border_note")
"""What a boundary set says of itself, in the order of a file's sentence."""

COMPUTED: Final = frozenset({CENSUS, "census_tehsils"})
"""Tables that Rawaan computes from: what stands in a file is then its own, and no copy of the table."""

OURS: Final = mark("What Rawaan computed: MIT licence")
TOWNS: Final = mark("Points of places: towns of GeoNames (CC BY 4.0)")

TOWNS_LICENCE: Final = "GeoNames CC BY 4.0"
"""As layers of cells have it."""

MODELLED: Final = mark("Modelled by Rawaan from these tables.")


def describe_view(
    atlas: Atlas, view: View, picture: Picture, *, whole: bool, base: str, date: Date
) -> About:
    """
    Write what a file of a view says of itself.

    Parameters
    ----------
    atlas, view, picture
        Numbers, choices, and what is said of them on the screen.
    whole
        Whether the file holds more than is drawn.
    base, date
        Address of the page; day of the file.

    Returns
    -------
    about
        In the language of the moment, as the picture is.
    """
    finding, manifest = picture.finding, atlas.cube.manifest
    shown = tr("This file holds everything behind the view.") if whole else picture.legend.sentence
    own = atlas.own if _shows_own(atlas, view) else None
    source, licence = _cite(atlas, view)
    evidence = find_evidence(atlas, view)
    made_up = tr("A demonstration: its land is made up.") if evidence == "demonstration" else ""
    return About(
        title=finding.title,
        description=" · ".join(part for part in (made_up, finding.headline, finding.lead, shown) if part),
        evidence=evidence,
        source=source,
        licence=licence,
        boundaries=_describe_boundaries(*(say_carried(manifest[name]) for name in SAID)),
        vintage=str(manifest.get("vintage", "")),
        view_url=_write_address(view, base),
        date=date.isoformat(),
        protection=say_carried(own.protection) if own else "",
    )


def _write_address(view: View, base: str) -> str:
    """Write the address of a view; without one of the page, say what its query is for."""
    query = view.to_query()
    if base:
        return f"{base}?{query}" if query else base
    if not query:
        return tr("the opening view of a Rawaan atlas")
    return tr("?{query} (the query of a Rawaan atlas)").format(query=query)


def _describe_boundaries(title: str, accuracy: str, credit: str, note: str) -> str:
    lines = tr("{boundaries}. {accuracy}").format(boundaries=title, accuracy=accuracy).rstrip()
    return f"{lines} {tr('{credit}. {note}').format(credit=credit, note=note)}".rstrip()


def _shows_own(atlas: Atlas, view: View) -> bool:
    if atlas.own is None:
        return False
    return (view.question == "to" and view.data == "own") or (
        view.question == "seasons" and view.month > 0 and atlas.own.months is not None
    )


def find_evidence(atlas: Atlas, view: View) -> str:
    """
    Find the evidence of a view's main numbers.

    Parameters
    ----------
    atlas, view
        Numbers and choices.

    Returns
    -------
    evidence
        One of the design's words.
    """
    if _shows_own(atlas, view) and atlas.own is not None:
        return atlas.own.matrix.evidence
    if view.question == "to":
        return atlas.cube.matrix(view).evidence
    if view.question == "spill":
        return atlas.grids.choose(view).layer.evidence
    if view.question == "seasons":
        return "scenario" if view.month else "documented"
    if view.question == "balance" and view.form == "matrix":
        return atlas.cube.matrices[view.period].evidence
    return {"balance": "derived", "whatif": "scenario"}[view.question]


def _cite(atlas: Atlas, view: View) -> tuple[str, str]:
    """Cite numbers and boundaries from the tables that say where they come from."""
    from flows import datasets

    manifest = atlas.cube.manifest
    sources, licences = [], []
    if _shows_own(atlas, view) and atlas.own is not None:
        sources.append(atlas.own.source or tr("The table itself names no source"))
        licences.append(tr("Numbers: ask the publisher of the table"))
    else:
        names = list(TABLES[view.question])
        if view.question == "to" and view.data == "counted":
            names = ["lifetime_fragments_1998"]
        if view.question == "balance" and view.form == "matrix":
            names = list(TABLES["to"])
        if view.question == "seasons" and view.month:
            names += ["station_normals", CENSUS]
        known = datasets().set_index("name")
        rows = known.loc[names]
        sources += [f"{tr(str(row.title))} ({tr(str(row.source))})" for row in rows.itertuples()]
        licences += [f"{tr('Numbers')}: {tr(licence)}" for licence in dict.fromkeys(rows["licence"])]
        if COMPUTED & set(names):
            licences.insert(0, tr(OURS))
        if "mother_tongue" in names:
            sources.append(tr(MODELLED).rstrip(".۔"))
    if view.question == "spill":
        layer = atlas.grids.choose(view).layer
        sources.insert(0, f"{say_kept(layer.title)} ({say_kept(layer.source)})")
        # What is said already is not said again, and the towns are at the end.
        said = {*rows["licence"], TOWNS_LICENCE}
        parts = [part for part in layer.licence.split("; ") if part not in said]
        licences += [say_kept("; ".join(parts))] if any(parts) else []
    if "source" in manifest:
        sources.append(f"{tr('Boundaries')}: {say_carried(manifest['source'])}")
    if "licence" in manifest:
        licences.append(f"{tr('Boundaries')}: {say_carried(manifest['licence'])}")
    licences.append(tr(TOWNS))
    return say_parts(dict.fromkeys(sources)), say_parts(dict.fromkeys(licences))
