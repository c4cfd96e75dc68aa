"""What a person reads when something could not be done: one sentence, and what now."""

from __future__ import annotations

import logging

from resource_centre.core.errors import Refused, Trouble
from resource_centre.i18n import _

log = logging.getLogger("resource_centre")


def sentence(trouble: BaseException) -> str:
    """The words for whatever went wrong. What nobody foresaw is written to the log, whole."""
    if isinstance(trouble, Refused):
        return " ".join(violation.message for violation in trouble.violations[:3]) or str(trouble)
    if isinstance(trouble, Trouble):
        return str(trouble)
    log.error("not foreseen", exc_info=trouble)
    return _("This should not have happened, and nothing was changed. ({what})").format(
        what=f"{type(trouble).__name__}: {trouble}"
    )
