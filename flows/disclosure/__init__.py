"""
Disclosure control: what may be shown of small flows, and what could be worked out from it.

A flow of three people between two small places can be three neighbours. Before a table leaves the server its
small numbers are hidden or rounded (`suppress`, `suppress_with_totals`, `round_random`, `round_controlled`; `protect`
for a whole flow table), and what that costs is told (`effects`, `count_blanks`). Hiding happens in the table, never in
the browser: map, hover, file and briefing are all made from a `Release`.

What the attacker is taken to know
    Every published cell and every published total, of rows, of columns and of the table. Which cells are zero:
    zeros are published as zeros, so a blank holds at least one person (in a table of fractions: more than none).
    The threshold, and this text. What is promised for every small cell is an interval, by default 1 to the
    threshold, each number of which fits all of that; and for every other cell that is hidden an interval as wide,
    by default threshold - 1 people. The promise is kept by the greatest flow through the network of blanks, which
    gives the same bounds as linear programming; the tests check it for every blank by linear programming on random
    tables.

Small totals
    `suppress` publishes every total, as told. Of a row of 7 people nobody needs blanks to know that no cell is above
    7: there a hidden cell keeps what the totals leave of its interval, and where they leave a small one a single
    number, as in a row with one cell above zero, the table is refused. Sparse tables often are. `suppress_with_totals`
    and `protect` treat totals as cells: a small one is hidden, and a larger one where nothing else will do, so that
    they never refuse for want of room and every small flow keeps the whole interval.

What is not covered
    - Somebody who knows some of the people. A place that can subtract its own three people from a hidden cell
      learns more; so can two that put their cells together. A higher threshold helps, nothing else does.
    - Several small cells together. Each keeps its interval; their sum may be published exactly, as when a row has
      two blanks and a total.
    - Somebody who runs this code on every table that fits and compares which cells it would blank. Which of the
      blanks are small and which only help is not marked anywhere; `effects` and `count_blanks` are for the publisher.
    - Weights. The threshold counts the people of the table. In a sample where each person asked stands for 500, a
      cell of 500 is one person: give the threshold in weighted people (10 people asked: 5,000).
    - A zero. That nobody went is published, and of a group it can be telling too.

Differencing
    Two tables of the same people protect each other only if they were protected together. Whoever has both
    subtracts, and what one hides the other shows. No program sees all tables that were ever published, so these
    are rules for whoever publishes:

    - **Districts against H3 cells.** A district less the cells that lie in it leaves the cell on its border, perhaps a
      handful of people. Flows of one table are released on one zoning. H3 layers of the atlas show
      published district figures spread over cells, which holds nothing that the districts do not; a table of
      points of persons is binned once and released in that zoning only.
    - **Merged units.** A flow between units is the sum of flows between their districts: released beside them it is one
      more equation for the blanks. It is summed from what is released, and is hidden when any part is. Totals are
      different: the inflow of a merged unit holds flows that are internal to the unit for it and not for its
      districts, so it too is made from released flows only. When the units are what matters, harmonise first and
      release only that.
    - **Two periods.** A pair hidden in March and shown in April is told by March and April together. Each period (and
      each group, such as a sex) is a table of its own here, with its own totals, and a sum over periods is hidden
      where a part is (`Release.sum_slices`). Totals of places add up over periods without telling more. Nested
      periods (a year to June, a year to July) or a group "all" beside its parts are such sums that the file
      itself brings: leave them out of it, because they are protected as if they had nothing to do with the rest.
    - **A table that is mended and released again** shows by its changes who was added. Release it again only with
      changes large enough to be no person's.
    - **Net beside gross.** Arrivals less departures is the other direction to whoever sees one. The net of a pair is
      hidden when either direction is (`Release.pair_nets`), the net of a place when either total is.
    - **Rounding** draws anew for every table. The same people in two tables rounded apart are known better than from
      one, and from many, exactly; hence one seed for good, kept secret.

Defaults
    Thresholds of 10 for tables made from persons and 5 for published ones are our choice; no Pakistani standard was
    found. Protection is on for surveyed tables and counted events, off for published tables, see `default_threshold`.
"""

from __future__ import annotations

from .effects import effects
from .release import (
    METHODS,
    MICRODATA_THRESHOLD,
    PUBLISHED_THRESHOLD,
    Release,
    default_threshold,
    protect,
)
from .rounding import round_controlled, round_random
from .suppression import BlankCounts, Suppressed, count_blanks, suppress, suppress_with_totals

__all__ = [
    "BlankCounts",
    "METHODS",
    "MICRODATA_THRESHOLD",
    "PUBLISHED_THRESHOLD",
    "Release",
    "Suppressed",
    "count_blanks",
    "default_threshold",
    "effects",
    "protect",
    "round_controlled",
    "round_random",
    "suppress",
    "suppress_with_totals",
]
