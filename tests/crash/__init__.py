"""The program struck at every durable write and every send boundary: `python -m tests.crash`."""
