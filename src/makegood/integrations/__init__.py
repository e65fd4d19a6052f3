"""Outside systems: one folder for each, reading what the small contract of a room asks for and deciding nothing."""
