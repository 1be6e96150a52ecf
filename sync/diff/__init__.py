"""What differs between a list and what the upstream confirmed, row by row and person by person."""
