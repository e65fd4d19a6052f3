"""The terminal: the same verbs as the pages, for people at a prompt and for programs."""
