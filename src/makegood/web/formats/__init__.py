"""How dates, times and numbers are written, by language."""
