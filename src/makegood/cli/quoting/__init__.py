"""``makegood quote``: what can be promised now, and whom it would endanger."""
