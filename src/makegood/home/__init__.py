"""Pages made of several rooms: the start, the search, and how the house is running."""
