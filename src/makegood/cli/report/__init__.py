"""A check that travels: one page for the browser, a brief of two pages to print; both say what the terminal says.

:mod:`~makegood.cli.report.content` gathers what is said, ``html_*`` and ``pdf`` only set it.
"""
