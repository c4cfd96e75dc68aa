"""From an address to an open database, asking whenever it cannot be opened as it is. What asks is imported only then."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog

from resource_centre.app import App
from resource_centre.core.errors import BadInput, NotPermitted, Trouble
from resource_centre.db.engine import parse_url, sqlite_file
from resource_centre.db.secure import without_password
from resource_centre.i18n import _
from resource_centre.settings import DATABASE, Settings, default_database_url
from resource_centre.ui.failures import sentence


def open_database(settings: Settings, url: str = "", password: str = "", *, ask: bool = False) -> App | None:
    """The database at this address (or the one that was open last); `ask` lets the person choose another one.

    On a server its login is who acts. None when the person gives up. The address is remembered, never a password.
    """
    url, said = url or settings.get(DATABASE) or default_database_url(), ""
    ask = ask or _is_missing(url)
    older = ""
    while True:
        if ask:
            from resource_centre.ui.start.first import FirstStart

            server = url if said and _is_server(url) else ""
            first = FirstStart(settings, server=server, password=password, said=said, older=older)
            accepted = first.exec() == QDialog.DialogCode.Accepted
            first.deleteLater()
            if not accepted:
                return None
            url, password = first.url, first.password
        try:
            app = entered(url, password)
        except Trouble as trouble:
            from resource_centre.ui.start.entering import is_older

            said, ask = sentence(trouble), True
            older = url if is_older(trouble) and not _is_server(url) else ""
            continue
        settings.set(DATABASE, without_password(url))
        return app


def open_as_another(settings: Settings) -> App | None:
    """The same server entered by another login: on a server changing the person is another connection."""
    from resource_centre.ui.start.first import FirstStart
    from resource_centre.ui.start.owning import as_person

    first = FirstStart(settings, server=as_person(settings.get(DATABASE), ""))
    if first.exec() != QDialog.DialogCode.Accepted:
        return None
    return open_database(settings, first.url, first.password)


def entered(url: str, password: str = "") -> App:
    """The open database; on a server with the person of the login as its actor, or refused in a sentence."""
    app = App.open(url, password=password)
    try:
        if app.file is None and app.sign_in_by_connection() is None:
            raise NotPermitted(
                _("This login owns the database and is no person. Come in by a login of your own.")
            )
    except BaseException:
        app.close()
        raise
    return app


def _is_server(url: str) -> bool:
    try:
        return sqlite_file(parse_url(url)) is None
    except BadInput:
        return False


def _is_missing(url: str) -> bool:
    """Whether it is a file that is not there (any more)."""
    try:
        file = sqlite_file(parse_url(url))
    except BadInput:
        return False
    return file is not None and not file.exists()
