"""The compiled forecast: the same counts as the plain version, bit for bit, many times faster."""
