"""What faults between us and the upstream lead to, counted: `python -m tests.faults`, or `make faults`.

Each trial is a small plan in two rounds, delivered by the real delivery with a real SQLite state and the real HTTP
adapter, through a proxy that spoils what passes (`tests.proxy`), to a real server that writes down what took effect.
`script` makes the plan, `upstreams` holds the servers, `trial` runs one seed, `table` counts and shows.
"""
