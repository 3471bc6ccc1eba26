"""Where a fitted gravity model fits, and where people move more or less than it expects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from .fit_statistics import diverge, explain_deviance, share_common

if TYPE_CHECKING:
    import pandas as pd

    from .fit import Fit

Kind = Literal["raw", "pearson", "deviance"]


def local_fit(fit: Fit) -> pd.DataFrame:
    """
    Compare observed and fitted flows place by place.

    Parameters
    ----------
    fit
        As `gravity` gives it.

    Returns
    -------
    places
        Indexed like the matrix. `outflow` and `inflow` observed and `fitted_outflow` and `fitted_inflow`, people;
        `d2_origin` and `cpc_origin` over the flows that leave the place, `d2_destination` and `cpc_destination`
        over those that arrive, see `fit_statistics`. The D² of a place is against its own flows being all equal,
        so that of a small place is not excused by the large ones; it is negative where equal flows would fit
        better. NaN where nobody moves, or, D² only, where the observed flows are all equal.
    """
    import pandas as pd

    observed, fitted = fit.observed.to_numpy(), fit.fitted.to_numpy()
    columns = {
        "outflow": observed.sum(axis=1),
        "fitted_outflow": fitted.sum(axis=1),
        "inflow": observed.sum(axis=0),
        "fitted_inflow": fitted.sum(axis=0),
    }
    for side, seen, expected in (("origin", observed, fitted), ("destination", observed.T, fitted.T)):
        pairs = [(np.delete(seen[place], place), np.delete(expected[place], place)) for place in range(len(observed))]
        columns[f"d2_{side}"] = np.array([explain_deviance(*pair) for pair in pairs])
        columns[f"cpc_{side}"] = np.array([share_common(*pair) for pair in pairs])
    return pd.DataFrame(columns, index=fit.observed.index)


def residuals(fit: Fit, *, kind: Kind = "raw") -> pd.DataFrame:
    """
    Take observed less fitted flows.

    Parameters
    ----------
    fit
        As `gravity` gives it.
    kind
        "raw": people more (positive) or fewer than expected, what an arrow of people draws. "pearson": raw over
        the root of the fitted flow; squares add up to Pearson's chi-squared. "deviance": the signed root of the
        flow's part of the deviance, whose squares add up to the deviance; nearer to a normal distribution
        where few people are expected (McCullagh and Nelder, 1989). Were the model true, the last two would rarely
        leave -3 to 3.

    Returns
    -------
    residuals
        n × n, zero on the diagonal and where nobody moves and nobody is expected to.
    """
    import pandas as pd

    observed, fitted = fit.observed.to_numpy(), fit.fitted.to_numpy()
    values = observed - fitted
    if kind == "pearson":
        values = np.divide(values, np.sqrt(fitted), out=np.zeros_like(values), where=fitted > 0)
    elif kind == "deviance":
        values = np.sign(values) * np.sqrt(2 * diverge(observed, fitted))
    return pd.DataFrame(values, index=fit.observed.index, columns=fit.observed.columns)
