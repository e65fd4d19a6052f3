"""How the sign-on library does what the people room says: nobody signs up, mail waits, secrets are encrypted."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from makegood.foundation.clock import present
from makegood.foundation.mail.services import send_later
from makegood.people.services import join_by_provider
from makegood.web.errors import error_page

FORBIDDEN = 403


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # the library has no types
    """Signing in with address and password."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Say no: people join by an invitation."""
        del request
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return whose tries are counted: where fewer proxies passed it on than are set, whoever asks us directly."""
        try:
            return str(super().get_client_ip(request))
        except ImproperlyConfigured:
            return str(request.META["REMOTE_ADDR"])

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue a mail in place of sending it while somebody waits, in the language of whoever gets it."""
        with override(_language_of(context.get("user"))):
            mail = self.render_mail(template_prefix, email, {"request": self.request, "email": email, **context})
        with transaction.atomic():
            send_later(to=email, subject=mail.subject, text=mail.body, at=present())

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Return the link of a mail: to where the house is, whatever host the request asked for."""
        user, _dash, secret = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": user, "key": secret})
        return f"{settings.PUBLIC_ADDRESS}{path}"

    def add_message(self, request: HttpRequest, *values: Any, **options: Any) -> None:  # noqa: ANN401  # the library's
        """Say what was done in the language of whoever has just signed in: the page before spoke the browser's."""
        with override(_language_of(request.user)):
            super().add_message(request, *values, **options)


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # the library has no types
    """Signing in with another provider."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:  # noqa: ANN401  # the library's
        """Say no: whom we know is connected before this is asked."""
        del request, sociallogin
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:  # noqa: ANN401  # the library's
        """Connect whoever the provider vouches for with the account of that address; refuse anybody else."""
        if sociallogin.is_existing:
            return
        addresses = [one.email for one in sociallogin.email_addresses if one.verified]
        person = join_by_provider(email=addresses[0], at=present()) if addresses else None
        if person is None:
            said = _(
                "The sign-in worked, but nobody here is known by this address. Ask an administrator to invite you."
            )
            raise ImmediateHttpResponse(error_page(request, FORBIDDEN, message=said))
        sociallogin.connect(request, person)


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # the library has no types
    """The second step of signing in."""

    def encrypt(self, text: str) -> str:
        """Encrypt a secret, so that a copy of the database alone does not open accounts."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Decrypt what :meth:`encrypt` made."""
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _language_of(person: object) -> str | None:
    """Return the language that somebody chose; for a stranger the one that is spoken anyway."""
    return getattr(person, "language", None) or get_language()


def _cipher() -> Fernet:
    key = hashlib.sha256(b"second step" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
