"""One line of migrations for the whole house (docs/adr/0002)."""
