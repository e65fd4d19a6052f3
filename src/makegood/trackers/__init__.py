"""Trackers that work comes from: how they are connected, what of them means what here, and what each pull brought."""
