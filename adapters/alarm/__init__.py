"""The silence alarm's edges: the state file that monitors read, and messages to whoever should know."""
