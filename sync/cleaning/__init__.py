"""From what a cell holds to what it states: each value keeps what was found and what was done."""
