"""What can be done with promises, by verb."""

from __future__ import annotations

from makegood.foundation.kept_files import keep_file, path_of
from makegood.promises.services.capture import (
    PromiseFields,
    UnableToCapture,
    UnableToChangePromise,
    capture_promise,
    change_owner,
    change_promise,
)
from makegood.promises.services.evidence import (
    UnableToAddEvidence,
    add_evidence,
    read_upload,
    withdraw_evidence,
)
from makegood.promises.services.finding import rebuild_search
from makegood.promises.services.import_values import UnableToImport
from makegood.promises.services.importing import begin_import, open_import, preview_import
from makegood.promises.services.indicators import (
    UnableToRead,
    UnableToWatch,
    add_indicator,
    read_indicator,
    retire_indicator,
)
from makegood.promises.services.life import (
    UnableToAccept,
    UnableToMove,
    accept_delivery,
    cancel_promise,
    check_commitment,
    check_reservation,
    deliver_promise,
    free_reserved,
    let_expire,
    quote_promise,
    record_commitment,
    reject_delivery,
    release_promise,
    reserve_promise,
    take_back_acceptance,
)
from makegood.promises.services.mailing import capture_from_mail
from makegood.promises.services.revising import UnableToRevise, revise_promise, said_terms
from makegood.promises.services.talking import (
    UnableToComment,
    UnableToGiveNotice,
    comment_on,
    give_notice,
    read_mention,
)
from makegood.promises.services.terms import (
    UnableToAddTerm,
    UnableToCheck,
    UnableToInvolve,
    add_term,
    check_date,
    check_term,
    checked_terms,
    involve,
    remove_term,
    uninvolve,
)
from makegood.tables.services import Fate, Preview, RowResult

__all__ = [
    "Fate",
    "Preview",
    "PromiseFields",
    "RowResult",
    "UnableToAccept",
    "UnableToAddEvidence",
    "UnableToAddTerm",
    "UnableToCapture",
    "UnableToChangePromise",
    "UnableToCheck",
    "UnableToComment",
    "UnableToGiveNotice",
    "UnableToImport",
    "UnableToInvolve",
    "UnableToMove",
    "UnableToRead",
    "UnableToRevise",
    "UnableToWatch",
    "accept_delivery",
    "add_evidence",
    "add_indicator",
    "add_term",
    "begin_import",
    "cancel_promise",
    "capture_from_mail",
    "capture_promise",
    "change_owner",
    "change_promise",
    "check_commitment",
    "check_date",
    "check_reservation",
    "check_term",
    "checked_terms",
    "comment_on",
    "deliver_promise",
    "free_reserved",
    "give_notice",
    "involve",
    "keep_file",
    "let_expire",
    "open_import",
    "path_of",
    "preview_import",
    "quote_promise",
    "read_indicator",
    "read_mention",
    "read_upload",
    "rebuild_search",
    "record_commitment",
    "reject_delivery",
    "release_promise",
    "remove_term",
    "reserve_promise",
    "retire_indicator",
    "revise_promise",
    "said_terms",
    "take_back_acceptance",
    "uninvolve",
    "withdraw_evidence",
]
