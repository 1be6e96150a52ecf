"""The database's way from its first shape to the one in `state.tables`."""
