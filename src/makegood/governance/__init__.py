"""Escalations, reviews, early warnings and check-ins."""
