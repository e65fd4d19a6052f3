"""Search over everything: one row for each thing that can be found, kept beside the rooms' own tables."""
