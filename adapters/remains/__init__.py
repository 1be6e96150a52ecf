"""Finding somebody in the files of a working folder, and taking them out of those the program wrote."""

from adapters.remains.folder import WorkingFolder

__all__ = ["WorkingFolder"]
