"""Making a plan of all lists and papers, and guarding it as a whole."""
