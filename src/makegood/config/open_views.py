"""Views of libraries, and who may open them; views of ours say it themselves, and everything else is closed."""

from __future__ import annotations

OPEN_VIEWS: frozenset[str] = frozenset(
    {
        "account_login",
        "account_logout",
        "account_inactive",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "mfa_authenticate",
        "openid_connect_login",
        "openid_connect_callback",
        "socialaccount_login_cancelled",
        "socialaccount_login_error",
        # ours, each for somebody who has no account yet or is no person at all
        "join",
        "csp-report",
        "feed",  # of a calendar, whose address says who it is for
        "favicon",
        "health-live",
        "health-ready",
    }
)
"""For strangers: signing in, getting a new password, joining by an invitation."""

STAFF_VIEWS: frozenset[str] = frozenset(
    {
        "account_change_password",
        "account_set_password",
        "account_reauthenticate",
        "mfa_reauthenticate",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
        "mfa_download_recovery_codes",
        "mfa_generate_recovery_codes",
    }
)
"""For everybody who is signed in: their own password and second step."""

OPEN_NAMESPACES: frozenset[str] = frozenset({"api-1"})
"""The interface for programs knows no sign-ins: each of its operations asks for a token and its scope. What describes
the interface (its page and the list of its operations) says nothing about the house."""
