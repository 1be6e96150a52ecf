"""Helpers that write lists in every format, for the tests of reading them."""
