"""News for other rooms and the outside, written in the transaction of the change and delivered at least once."""
