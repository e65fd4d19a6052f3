"""Promised against capable: the baseline, forecasts over time, commitment, and the what-can-I-promise desk."""
