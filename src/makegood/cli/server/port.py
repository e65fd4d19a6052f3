"""The port of a server: taken before anything is prepared, and held until the server ends."""

from __future__ import annotations

import socket
from time import monotonic, sleep

from makegood.cli.server.refusal import Refused
from makegood.phrases.phrase import translatable as _

PATIENCE = 3.0
"""Seconds for a server that was just killed to let go of its port."""


def hold_port(host: str, port: int) -> socket.socket:
    """Return a socket that holds ``port``, any free one for 0; Refused where somebody listens there or holds it.

    The library shares its port with whoever asks to share it, and opens it only once everything is prepared. Two
    servers that begin within seconds would both find it free and then both serve; the one that comes second finds it
    held. The socket never listens, so no connection reaches it; whoever serves keeps it open.
    """
    end = monotonic() + PATIENCE
    while True:
        try:
            return _held(host, port)
        except socket.gaierror as error:
            raise Refused(_("{host} is no address of this machine."), status=2, host=host) from error
        except OSError as error:
            if monotonic() > end or port == 0:
                text = _("Can't listen at {host}:{port:plain}: {error}. Is it running already? --port takes another.")
                raise Refused(text, host=host, port=port, error=error) from error
            sleep(0.1)


def _held(host: str, port: int) -> socket.socket:
    family, kind, protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    holder = socket.socket(family, kind, protocol)
    try:
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # connections that are ending don't count
        holder.bind(address)
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 0)  # from now on others do as we did in vain
        if hasattr(socket, "SO_REUSEPORT"):
            holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)  # only who shares, as our own server does
    except OSError:
        holder.close()
        raise
    return holder
