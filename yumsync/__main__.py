"""`python -m yumsync`."""

from yumsync.cli import main

main()
