"""The provider that an administrator names for sign-on, as the library wants to read it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from makegood.config.environment import Environment

PROVIDER = "company"
"""Part of the address that the provider sends people back to: /account/oidc/company/login/callback/."""


def sign_on_apps(environment: Environment) -> list[dict[str, Any]]:
    """Return the one provider that is set; none where none is."""
    if not environment.oidc_issuer:
        return []
    return [
        {
            "provider_id": PROVIDER,
            "name": environment.oidc_name,
            "client_id": environment.oidc_client,
            "secret": environment.oidc_secret.get_secret_value(),
            "settings": {
                "server_url": f"{environment.oidc_issuer}/.well-known/openid-configuration",
                "oauth_pkce_enabled": True,
            },
        }
    ]


def origin_of(environment: Environment) -> list[str]:
    """Return the provider's origin: browsers follow a form to where it is sent on only if the policy names that."""
    parts = urlsplit(environment.oidc_issuer)
    return [f"{parts.scheme}://{parts.netloc}"] if environment.oidc_issuer else []
