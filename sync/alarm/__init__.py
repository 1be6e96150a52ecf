"""The silence alarm: what somebody should be told of, and what has changed since they were told last."""
