"""Why a server cannot be used, in sentences: what libpq and the server say (English or Russian), the most telling first."""

from __future__ import annotations

import re

from resource_centre.core.errors import (
    DatabaseAway,
    DatabaseUnreachable,
    NotPermitted,
    Trouble,
    WrongPassword,
)
from resource_centre.i18n import N_, _

_AT = r'at "(?P<host>[^"]+)"(?: \([^)]*\))?, port (?P<port>\d+) failed: '
# Of several hosts each may fail in its own way: what got furthest tells most, so it stands first.
REASONS: tuple[tuple[str, type[Trouble], str], ...] = (
    (
        r"no password supplied",
        WrongPassword,
        N_("The server asks for a password. Type the one that belongs to the login."),
    ),
    (
        r'password authentication failed for user "(?P<login>[^"]*)"|пользователь "(?P<login_>[^"]*)" не прошёл проверку подлинности \(по паролю\)',
        WrongPassword,
        N_("The password of “{login}” is not right, or there is no such login. Type it again."),
    ),
    (
        r'role "(?P<login>[^"]*)" is not permitted to log in|для роли "(?P<login_>[^"]*)" вход запрещён',
        NotPermitted,
        N_("The login “{login}” is disabled. Ask the administrator."),
    ),
    (
        r'role "(?P<login>[^"]*)" does not exist|роль "(?P<login_>[^"]*)" не существует'
        r'|[Aa]uthentication failed for user "(?P<login__>[^"]*)"|пользователь "(?P<login___>[^"]*)" не прошёл проверку подлинности',
        NotPermitted,
        N_("The server does not let “{login}” in. Check the login, or ask the administrator for one."),
    ),
    (
        r'database "(?P<database>[^"]*)" does not exist|база данных "(?P<database_>[^"]*)" не существует',
        DatabaseUnreachable,
        N_("The server has no database “{database}”. Check its name, or ask who runs the server to make it."),
    ),
    (
        r'permission denied for database "(?P<database>[^"]*)"|доступ к базе "(?P<database_>[^"]*)" запрещён',
        NotPermitted,
        N_("The login may not enter the database “{database}”. Ask the administrator for the right."),
    ),
    (
        r'pg_hba\.conf (?:entry|rejects connection) for host "(?P<address>[^"]*)", user "(?P<login>[^"]*)".*no encryption'
        r'|нет записи для компьютера "(?P<address_>[^"]*)", пользователя "(?P<login_>[^"]*)".*без шифрования',
        DatabaseUnreachable,
        N_(
            "The server lets nobody in without encryption (TLS). Choose “TLS: verify”, or sslmode=verify-full in the address."
        ),
    ),
    (
        r'pg_hba\.conf (?:entry|rejects connection) for host "(?P<address>[^"]*)", user "(?P<login>[^"]*)", database "(?P<database>[^"]*)"'
        r'|(?:нет записи для компьютера|отвергает подключение: компьютер) "(?P<address_>[^"]*)", пользовател[ья] "(?P<login_>[^"]*)", (?:базы|база данных) "(?P<database_>[^"]*)"',
        DatabaseUnreachable,
        N_(
            "The server does not let “{login}” into “{database}” from this computer ({address}). "
            "Ask who runs the server to allow it (pg_hba.conf)."
        ),
    ),
    (
        r'server certificate for "(?P<names>[^"]*)"(?: \([^)]*\))? does not match host name "(?P<host>[^"]*)"',
        DatabaseUnreachable,
        N_(
            "The certificate of the server is for {names}, not for {host}. "
            "Write the name that stands in the certificate, or ask who runs the server."
        ),
    ),
    (
        r"certificate verify failed|self.signed certificate|unable to get local issuer",
        DatabaseUnreachable,
        N_(
            "This computer does not trust the certificate of the server, or it has run out. "
            "Choose the CA file that you got from who runs the server."
        ),
    ),
    (
        r'root certificate file "(?P<file>[^"]*)" does not exist|could not read root certificate file "(?P<file_>[^"]*)"',
        DatabaseUnreachable,
        N_("{file} holds no certificates that can be read. Choose another CA file."),
    ),
    (
        r"server does not support SSL",
        DatabaseUnreachable,
        N_(
            "The server offers no encryption (TLS): passwords and data could be read on the way. "
            "Ask who runs it to switch TLS on."
        ),
    ),
    (
        r"SSL error|SSL SYSCALL error|received invalid response to SSL negotiation",
        DatabaseUnreachable,
        N_("No encrypted connection (TLS) came about. Ask who runs the server to look at its certificate."),
    ),
    (
        r"too many clients|remaining connection slots|too many connections|слишком много (?:клиентов|подключений)",
        DatabaseAway,
        N_("The server has as many connections as it takes. Try again in a moment, or ask who runs it."),
    ),
    (
        r"database system is (?:starting up|shutting down|in recovery)|система баз данных (?:запускается|останавливается|в режиме)",
        DatabaseAway,
        N_("The server is starting or stopping. Try again in a moment."),
    ),
    (
        r"session is read-only|server is in hot standby mode",
        DatabaseAway,
        N_("Only standbys answer, and they cannot be written to. Ask who runs the servers for the primary."),
    ),
    (
        _AT + r".*Connection refused",
        DatabaseAway,
        N_(
            "No database server answers at {host}, port {port}. Check the address, and that the server is running."
        ),
    ),
    (
        r'on socket "(?P<socket>[^"]*)" failed',
        DatabaseAway,
        N_("No database server runs on this computer at {socket}. Start it, or write the name of another."),
    ),
    (
        r"timeout expired|timed out|[Nn]o route to host|[Nn]etwork is unreachable",
        DatabaseAway,
        N_("The server does not answer. Check its name and port, the network and the firewall."),
    ),
    (
        r"failed to resolve host '(?P<host>[^']*)'|could not translate host name \"(?P<host_>[^\"]*)\"",
        DatabaseAway,
        N_("No computer is known by the name {host}. Check the name, and that this computer is online."),
    ),
)


def reason(words: str) -> Trouble | None:
    """The typed error for what was said when a connection did not come about; None when it is not known."""
    for pattern, kind, sentence in REASONS:
        found = re.search(pattern, words)
        if found is not None:
            named = {name.rstrip("_"): said for name, said in found.groupdict().items() if said is not None}
            return kind(_(sentence).format(**named))
    return None
