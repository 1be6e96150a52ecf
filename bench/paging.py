"""The floor of a reconciliation: every page of an upstream fetched by bare httpx and parsed, and nothing else.

`python -m bench.paging URL LIMIT` prints how many people there were.
"""

from __future__ import annotations

import sys

import httpx
import orjson


def main() -> None:
    """Read everybody."""
    url, limit = sys.argv[1], sys.argv[2]
    people, page = 0, {"limit": limit}
    with httpx.Client(base_url=url, trust_env=False, timeout=60) as client:
        while True:
            found = orjson.loads(client.get("/v1/members", params=page).raise_for_status().content)
            people += len(found["items"])
            if not found["next"]:
                break
            page["cursor"] = found["next"]
    print(people)


if __name__ == "__main__":
    main()
