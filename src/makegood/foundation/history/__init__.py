"""What happened, in order: append-only, chained by salted digests, with bodies that can be erased."""
