"""Profiles: everything that is particular to one upstream, as data.

A profile is a TOML file in `config/profiles/`, or any file named by its path. Every problem in it is reported at
once. It describes an upstream that speaks the reference contract (`contract`), says operation by operation which
requests to send (`requests`), or describes workbooks that an officer carries (`workbook`).
"""

from config.profile.contract import ContractProfile, ContractUnits
from config.profile.parts import Retries, Timeouts
from config.profile.reading import PROFILES, Profile, load_profile, read_profile
from config.profile.requests import RequestsProfile
from config.profile.workbook import WorkbookLayout, WorkbookProfile

__all__ = [
    "PROFILES",
    "ContractProfile",
    "ContractUnits",
    "Profile",
    "RequestsProfile",
    "Retries",
    "Timeouts",
    "WorkbookLayout",
    "WorkbookProfile",
    "load_profile",
    "read_profile",
]
