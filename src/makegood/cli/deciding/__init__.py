"""``makegood options``: what to do about the promises in danger, all of it together."""
