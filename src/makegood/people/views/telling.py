"""How history tells what happened to people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from makegood.people.forms import OwnSettingsForm, PersonForm
from makegood.people.queries import person_names
from makegood.web.stories import tell, tell_facts, tell_names

tell(
    {
        "person.add": _("Joined as %(name)s"),
        "person.change": _("Changed"),
        "person.settings": _("Changed their own settings"),
        "person.close": _("The account was closed"),
        "person.reopen": _("The account was reopened"),
        "person.password": _("Got a new password"),
        "person.invite": _("Invited %(name)s"),
        "person.uninvite": _("The invitation was withdrawn"),
        "person.away": _("Away; %(delegate)s stands in"),
        "person.alone": _("Nobody stands in any more: the account was closed of %(delegate)s"),
        "person.back": _("Back, or not away after all"),
        "token.make": _("Made the token “%(name)s”"),
        "token.revoke": _("Revoked a token"),
        "session.end": _("Signed out on another device"),
    }
)
tell_facts("person", {**OwnSettingsForm.base_fields, **PersonForm.base_fields})
tell_names("person", person_names)
