"""What a table on a sheet says: where its header is, what its columns mean, which rows are people."""
