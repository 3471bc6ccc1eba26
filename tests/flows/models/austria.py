"""
Moves between the nine federal states of Austria, and what spint finds in them.

The table is that of Dennett (2012), "Estimating flows between geographical locations: get me started in spatial
interaction modelling", UCL working paper 184, as carried by the tests of spint 1.0 (pysal, BSD-3), which also
print the results below. Moves inside a state are left out; the masses are the state totals of Dennett's table.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

STATES = ["AT11", "AT12", "AT13", "AT21", "AT22", "AT31", "AT32", "AT33", "AT34"]

_MOVES = """
    0  1131  1887    69   738    98    31    43    19
 1633     0 14055   416  1276  1850   388   303   159
 2301 20164     0  1080  1831  1943   742   674   407
   85   379  1597     0  1608   328   317   469   114
  762  1110  2973  1252     0  1081   622   425   262
  196  2027  3498   346  1332     0  2144   821   274
   49   378  1349   310   851  2117     0   630   106
   87   424   978   490   670   577   546     0   569
   33   128   643   154   328   199   112   587     0
"""

# Above the diagonal; the same both ways.
_KILOMETRES = """
103.001845  84.204666 220.811933 132.00748  214.511814 246.933305 390.85611  505.089539
 45.796272 216.994739 129.878172 140.706671 201.232355 343.50075  453.515594
249.932874 158.630661 186.420738 244.108305 387.61776  498.407152
 92.407958 151.777157  92.894408 194.851669 306.105825
124.563096 122.433524 261.893783 376.34667
 81.753652 208.456383 314.793199
145.076472 258.591197
114.46325
"""


def load_moves() -> pd.DataFrame:
    rows = [[float(word) for word in line.split()] for line in _MOVES.strip().splitlines()]
    return pd.DataFrame(rows, STATES, STATES)


def load_distance() -> pd.DataFrame:
    upper = np.zeros((9, 9))
    upper[np.triu_indices(9, 1)] = [float(word) for word in _KILOMETRES.split()]
    return pd.DataFrame(upper + upper.T, STATES, STATES)


ORIGIN_MASS = pd.Series([4320, 21478, 30500, 5012, 8811, 11349, 6021, 4477, 2275], STATES)
DESTINATION_MASS = pd.Series([5452, 27169, 28710, 4354, 9069, 8577, 4963, 3923, 2026], STATES)
