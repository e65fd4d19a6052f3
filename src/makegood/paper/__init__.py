"""Sets what is said on pages of PDF, in one look for the terminal's brief and for the pages of the web application.

:class:`~makegood.paper.setting.Sheet` takes a template and all of its text as data; ``house.typ`` holds what templates
share.
"""
