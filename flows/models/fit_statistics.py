"""
How well expected flows fit observed ones.

Everything is taken over the pairs of different places, all n (n - 1) of them: pairs nobody moves between count,
the diagonal does not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


# Rows handled at once: nine million pairs need no second array of that size.
_ROWS = 64
# Of Stirling's series, for the odd powers of 1 / x.
_STIRLING = (1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360)


def measure_fit(observed: Floats, fitted: Floats, parameters: int) -> dict[str, float]:
    """
    Compute the statistics of a Poisson model.

    Parameters
    ----------
    observed, fitted
        Flows, not negative and not all zero, in any shape but the same: the pairs that count.
    parameters
        Number of parameters that were fitted, factors of places included.

    Returns
    -------
    statistics
        `deviance`; `d2`, the share of the deviance from equal flows that is explained (see `explain_deviance`);
        `srmse`, the root of the mean squared error over the mean observed flow (Knudsen and Fotheringham, 1986),
        0 at best; `ssi`, the mean over pairs of 2 min(observed, fitted) / (observed + fitted), pairs
        with both zero left out, as in spint 1.0; `cpc`, the common part of commuters 2 sum min / (sum + sum)
        (Lenormand et al., 2012), between 0 and 1 like `ssi` but another number; `log_likelihood` of the
        Poisson model, with the log gamma function in the place of the factorial, so that flows need not be
        whole numbers; `aic`, 2 parameters - 2 log_likelihood (Akaike, 1974).
    """
    mean = float(observed.mean())
    deviance = nothing = squares = similar = moving = shared = saturated = 0.0
    for first in range(0, len(observed), _ROWS):
        seen, expected = observed[first : first + _ROWS], fitted[first : first + _ROWS]
        both, common = seen + expected, np.minimum(seen, expected)
        deviance += measure_deviance(seen, expected)
        nothing += measure_deviance(seen, mean)
        squares += float(((seen - expected) ** 2).sum())
        similar += 2 * float((common[both > 0] / both[both > 0]).sum())
        moving += float((both > 0).sum())
        shared += float(common.sum())
        people = seen[seen > 0]
        saturated += float((people * np.log(people) - people - _log_factorial(people)).sum())
    log_likelihood = saturated - deviance / 2
    return {
        "deviance": deviance,
        "d2": 1 - deviance / nothing if nothing > 0 else np.nan,
        "srmse": float(np.sqrt(squares / observed.size)) / mean,
        "ssi": similar / moving,
        "cpc": 2 * shared / float(observed.sum() + fitted.sum()),
        "log_likelihood": log_likelihood,
        "aic": 2 * parameters - 2 * log_likelihood,
    }


def measure_deviance(observed: Floats, fitted: Floats | float) -> float:
    """
    Compute the Poisson deviance, 2 sum (observed ln(observed / fitted) - observed + fitted).

    Parameters
    ----------
    observed, fitted
        As for `measure_fit`; `fitted` may be one number for all pairs.

    Returns
    -------
    deviance
        0 for a perfect fit; infinite if somebody moves where no flow is expected.
    """
    return 2 * float(diverge(observed, fitted).sum())


def diverge(observed: Floats, fitted: Floats | float) -> Floats:
    """
    Compute observed ln(observed / fitted) - observed + fitted, half of each pair's part of the deviance.

    Parameters
    ----------
    observed, fitted
        As for `measure_deviance`.

    Returns
    -------
    divergence
        Not negative; 0 where both are equal, infinite where somebody moves and no flow is expected.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        surprise = np.where(observed > 0, observed * np.log(observed / fitted), 0.0)
    return surprise - observed + fitted


def explain_deviance(observed: Floats, fitted: Floats) -> float:
    """
    Compute D², 1 - deviance / deviance of the model that expects the same flow everywhere.

    Parameters
    ----------
    observed, fitted
        As for `measure_fit`.

    Returns
    -------
    d2
        1 for a perfect fit, 0 for one no better than equal flows, negative for a worse one; NaN where observed
        flows are all equal, since there is nothing to explain.
    """
    if not observed.size:
        return np.nan
    nothing = measure_deviance(observed, float(observed.mean()))
    return 1 - measure_deviance(observed, fitted) / nothing if nothing > 0 else np.nan


def share_common(observed: Floats, fitted: Floats) -> float:
    """
    Compute the common part of commuters, 2 sum min(observed, fitted) / (sum observed + sum fitted).

    Parameters
    ----------
    observed, fitted
        As for `measure_fit`.

    Returns
    -------
    cpc
        Between 0, nothing in common, and 1; NaN where nobody moves and nobody is expected to.
    """
    both = float(observed.sum() + fitted.sum())
    return 2 * float(np.minimum(observed, fitted).sum()) / both if both > 0 else np.nan


def _log_factorial(numbers: Floats) -> Floats:
    """
    Take the logarithm of x!, of the gamma function of x + 1, for numbers above 0.

    Stirling's series is exact to the last digits of a float from 10 on; smaller numbers are counted up to there
    (Abramowitz and Stegun, 1964, 6.1.15 and 6.1.41). scipy has it too, but takes longer to import than the
    statistics of a few hundred places.
    """
    passed = np.ones_like(numbers)
    for step in range(1, 10):
        passed *= numbers + step
    large = numbers + 10
    inverse = 1 / large
    series = np.polynomial.polynomial.polyval(inverse**2, _STIRLING) * inverse
    logs: Floats = (large - 0.5) * np.log(large) - large + 0.5 * np.log(2 * np.pi) + series - np.log(passed)
    return logs
