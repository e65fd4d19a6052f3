"""Keys of other systems, kept so that a copy of the database alone does not give them away.

A backup holds the secret key as well: whoever has one can read them.
"""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from makegood.foundation.errors import Problem
from makegood.foundation.sayings import saying as _


class UnableToUnseal(Problem):
    """The secret key of the house is another one than when this was sealed."""

    code = "unable-to-unseal"


def seal(text: str, *, purpose: str) -> str:
    """Return a text that only this house can read again, and only for the same ``purpose``."""
    return _sealer(purpose).encrypt(text.encode()).decode()


def unseal(sealed: str, *, purpose: str) -> str:
    """Return what was sealed; UnableToUnseal where the secret key changed since."""
    try:
        return _sealer(purpose).decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise UnableToUnseal(_("The secret key of this house changed: please give the key again.")) from error


def _sealer(purpose: str) -> Fernet:
    """Derive a key of its own from the secret key for each purpose (HKDF, RFC 5869)."""
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"makegood sealing: {purpose}".encode())
    return Fernet(base64.urlsafe_b64encode(derive.derive(settings.SECRET_KEY.encode())))
