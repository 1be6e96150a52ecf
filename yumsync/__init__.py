"""Keeps the central member system in step with the Youth Union branches' own lists.

In the source tree the packages (`sync`, `adapters`, `state`, `config`, `standin`) lie beside this one; installed from
a wheel they lie inside it, and the folder that holds them is put first on `sys.path`, so that one name means one
package in both.
"""

import os
import sys

__version__ = "0.1.0"

_HERE = os.path.dirname(os.path.abspath(__file__))

if os.path.isdir(os.path.join(_HERE, "sync")) and _HERE not in sys.path:
    sys.path.insert(0, _HERE)
