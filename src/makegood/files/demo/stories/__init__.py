"""The promises of the demo company that have a name: what was said, what it takes, and what may go wrong."""

from __future__ import annotations

from makegood.files.demo.stories.hardware import HARDWARE
from makegood.files.demo.stories.service import SERVICE
from makegood.files.demo.stories.software import SOFTWARE

STORIES = HARDWARE + SOFTWARE + SERVICE
