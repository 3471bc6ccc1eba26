"""
The only flows between districts that were ever published: three origins, five destinations, 1998.

The census reports print how many people left each district for the rest of Punjab (IOM 2005, Table 1.9) and, for men
and for women apart, which share of them went to each of five districts (Table 1.10). They do not print how many of the
leavers were men. So each flow lies between total × the smaller share and total × the larger share: arithmetic on
counted figures, which makes it derived. The printed totals and shares are the carried table `lifetime_fragments_1998`,
counted.
"""

from __future__ import annotations

from ._carried import read_carried
from .table import Flows


def observed_flows() -> Flows:
    """
    Compute the observed flows of 1998 with the range that the unknown sex split leaves.

    Returns
    -------
    flows
        15 rows, kind "lifetime", evidence "derived", codes of the vintage "cities". `people` is the middle
        of `low` and `high`, rounded to persons: with as many women as men among the leavers it is exact.
    """
    import numpy as np
    import pandas as pd

    facts = read_carried("lifetime_fragments_1998.csv")
    totals = facts[facts["group"] == "all"].set_index("origin")["people"].to_dict()
    shares = facts[facts["group"] != "all"].pivot_table(
        index=["origin", "destination"], columns="group", values="percent", sort=False
    )
    leavers = np.array([totals[origin] for origin in shares.index.get_level_values("origin")], dtype=float)
    bounds = shares[["male", "female"]].to_numpy(float) / 100 * leavers[:, None]
    low, high = bounds.min(axis=1).round(), bounds.max(axis=1).round()
    table = pd.DataFrame({"people": ((low + high) / 2).round(), "low": low, "high": high}, index=shares.index)
    return Flows(
        table.reset_index(),
        kind="lifetime",
        evidence="derived",
        source="1998 census, district reports; IOM (2005), Tables 1.9 and 1.10",
        vintage="cities",
        period="1998",
        unit="lifetime migrants",
        caveat=(
            "Arithmetic on counted figures: the leavers times the share of them that went there. Only moves inside "
            "Punjab were traced. The sex split of the leavers is not printed: read the range."
        ),
    )
