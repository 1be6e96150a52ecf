"""Looking for people where none may stand: logs, journal, temporary files, command lines, the database's bytes."""
