"""A view becomes a briefing: which subject it has, in which language, with which figures."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from boundaries.language import speak, tr
from layers._errors import ViewError
from layers.briefing.content import Brief, rewrite
from layers.briefing.place_brief import compose_place
from layers.briefing.province_brief import compose_province
from layers.briefing.season_brief import compose_seasons
from layers.wording import write_digits

if TYPE_CHECKING:
    from layers.atlas import Atlas
    from layers.view import View


def compose_brief(atlas: Atlas, view: View, *, base: str = "", date: datetime.date | None = None) -> Brief:
    """
    Compose the briefing of a view.

    Parameters
    ----------
    atlas
        Numbers.
    view
        "to" and "spill" give the place's, "seasons" that of Balochistan; "balance", and any question whose place is a
        province, the province's or, without one, the country's. Language and digits are the view's.
    base
        Address of the page, for the link; "" where it is not known.
    date
        When the briefing is made; None for today.

    Returns
    -------
    brief
        Words, tables and the views of its maps.

    Raises
    ------
    ViewError
        The place has no figures, or the view is of something that no briefing is written of: a scenario of the
        reader, the reader's own table.
    """
    day = date or datetime.date.today()
    with speak(view.lang):
        if view.question == "whatif":
            raise ViewError(tr("no briefing is written of a what-if: open one of the other questions"))
        if view.data == "own":
            raise ViewError(tr("no briefing is written of a table of your own: leave out data=own"))
        cube = atlas.cubes[view.lang]
        provinces = set(cube.flow_units.provinces)
        if view.question == "seasons":
            brief = compose_seasons(atlas, cube, view, base=base, day=day)
        elif view.place in provinces and view.place not in cube.home:
            brief = compose_province(atlas, cube, view, base=base, day=day)
        elif view.question == "balance":
            brief = compose_province(atlas, cube, view.but(place="pakistan"), base=base, day=day)
        else:
            brief = compose_place(atlas, cube, view, base=base, day=day)
    if view.digits == "latin":
        return brief
    return rewrite(brief, lambda text: write_digits(text, view.digits))
