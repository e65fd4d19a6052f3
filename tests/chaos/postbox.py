"""A mail server that takes everything and remembers whom it was for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Postbox:
    """Address → the Message-IDs that came for it."""

    def __init__(self) -> None:
        """Begin empty."""
        self.identities: dict[str, list[str]] = defaultdict(list)

    async def handle_DATA(  # noqa: N802  # the server calls it so
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        assert isinstance(envelope.content, bytes)
        for address in envelope.rcpt_tos:
            self.identities[address].append(str(message_from_bytes(envelope.content)["Message-ID"]))
        return "250 OK"


@contextmanager
def postbox_at(port: int) -> Iterator[Postbox]:
    """Take mail at ``port`` until the block ends."""
    postbox = Postbox()
    controller = Controller(postbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield postbox
    finally:
        controller.stop()
