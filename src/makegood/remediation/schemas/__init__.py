"""Joint plans and decisions, as programs send and get them."""
