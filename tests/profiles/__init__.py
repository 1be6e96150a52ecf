"""The same people through every shipped profile; `python -m tests.profiles` prints what became of them."""
