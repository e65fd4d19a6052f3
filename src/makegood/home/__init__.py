"""Pages made of several rooms: the dashboard, search and my work."""
