"""The verbs of the server: the only part of the terminal that knows the web application (docs/adr/0012)."""
