"""English, for readers on both sides of an ocean: months have names, and hours go to 24."""
