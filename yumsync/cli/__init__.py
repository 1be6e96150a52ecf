"""The command line. `frame` decides the language and catches what goes wrong; one file holds each group of verbs."""

from yumsync.cli.frame import main

__all__ = ["main"]
