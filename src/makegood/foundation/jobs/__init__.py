"""Work for later: rows in the database, leased by workers, done once however often it is begun (docs/adr/0010)."""
