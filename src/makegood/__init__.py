"""Makegood keeps a company's word: what was promised, how likely it is to be kept, and the way back where it is not."""

__version__ = "0.1.0"
