"""Customers, their contacts and touchpoints, and the time they need to replan."""
