"""Backups: everything in one zip that both databases write and read (docs/how-to/back-up.md)."""
