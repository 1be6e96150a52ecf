"""What others do to find the same change: whole programs, `python -m bench.rivals NAME OLD NEW KEY`.

They get strings that are clean already and both versions of the list, and keep nothing for the next time. Each
prints how many people it found added, removed and changed.
"""

# ruff: noqa: PLC0415 - each program imports only the library it measures
from __future__ import annotations

import sys


def csv_diff(old: str, new: str, key: str) -> tuple[int, int, int]:
    """csv-diff, by its own reader."""
    from csv_diff import compare, load_csv  # type: ignore[import-not-found,unused-ignore]

    with open(old, encoding="utf-8-sig", newline="") as before, open(new, encoding="utf-8-sig", newline="") as after:
        found = compare(load_csv(before, key=key), load_csv(after, key=key))
    return len(found["added"]), len(found["removed"]), len(found["changed"])


def pandas_merge(old: str, new: str, key: str) -> tuple[int, int, int]:
    """pandas: an outer merge with an indicator, then the columns of those on both sides compared."""
    import pandas  # type: ignore[import-not-found,import-untyped,unused-ignore]

    before, after = (pandas.read_csv(path, dtype=str, keep_default_na=False) for path in (old, new))
    merged = before.merge(after, on=key, how="outer", suffixes=("", "/new"), indicator=True)
    both = merged[merged["_merge"] == "both"]
    fields = [name for name in before.columns if name != key]
    differs = pandas.Series(data=False, index=both.index)
    for name in fields:
        differs |= both[name] != both[f"{name}/new"]
    sides = merged["_merge"].value_counts()
    return int(sides["right_only"]), int(sides["left_only"]), int(differs.sum())


def datacompy(old: str, new: str, key: str) -> tuple[int, int, int]:
    """datacompy over pandas."""
    import pandas  # type: ignore[import-not-found,import-untyped,unused-ignore]
    from datacompy import PandasCompare  # type: ignore[import-not-found,unused-ignore]

    before, after = (pandas.read_csv(path, dtype=str, keep_default_na=False) for path in (old, new))
    found = PandasCompare(before, after, join_columns=key)
    return len(found.df2_unq_rows), len(found.df1_unq_rows), len(found.all_mismatch())


RIVALS = {"csv-diff": csv_diff, "pandas merge": pandas_merge, "datacompy": datacompy}


if __name__ == "__main__":
    print(*RIVALS[sys.argv[1]](*sys.argv[2:]))
