"""Lists of any shape and of damaged bytes: the readers give rows or say what is wrong, and nothing else happens."""
