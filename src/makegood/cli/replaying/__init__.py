"""``makegood replay``: dated folders, what was known then, against what happened."""
