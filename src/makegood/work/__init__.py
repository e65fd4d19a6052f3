"""The items of work behind a promise, their templates, and progress from trackers."""
