"""Who is who: from the identifiers of a row to a person, and whom it could be where that is not certain."""
