"""What waits for an officer, and what officers decided."""
