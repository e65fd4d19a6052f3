"""Repairing trust: cases, evidence, lost-faith signals, early wins and the lag rule."""
