"""Write the schema of profiles for editors: `python -m config.profile`."""

from __future__ import annotations

from config.profile.reading import Profile
from config.profile.schema import SCHEMA, written

SCHEMA.write_text(written(Profile), encoding="utf-8")
