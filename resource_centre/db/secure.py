"""How a server is entered: with TLS that is verified unless it is this computer, and with a password from the key ring."""

from __future__ import annotations

import os
import re
import ssl
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from sqlalchemy.engine import URL

PORT = 5432
SERVICE = "Resource Centre"  # the name under which the key ring keeps passwords
PASSWORD_IN_ADDRESS = re.compile(r"(?<=://)([^/@?:\s]*):[^?\s]*@|(?<=[?&]password=)[^&\s]*")
CA_FILES = (
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
)


def is_local(host: str) -> bool:
    """Whether a host (or the folder of a socket) is this computer itself."""
    name = host.lower().strip("[]")
    return (
        not name
        or name[0] in "/@"
        or name == "localhost"
        or name.endswith(".localhost")
        or name == "::1"
        or re.fullmatch(r"127(\.\d{1,3}){3}", name) is not None
    )


def hosts_of(url: URL) -> list[str]:
    """The hosts of an address, without their ports; [""] for the socket where it always is."""
    named = url.query.get("host") or url.host or ""
    several: Iterable[str] = named.split(",") if isinstance(named, str) else named
    return [host.rpartition(":")[0] if re.search(r"[^:]:\d*$", host) else host for host in several]


@dataclass(frozen=True, slots=True)
class Place:
    """A database on a server as a person writes it: hosts with commas between (each may carry its own port)."""

    hosts: str
    port: int
    database: str
    login: str
    ca: str = ""

    def address(self) -> str:
        """Its address, without a password."""
        named = [host.strip() for host in self.hosts.split(",") if host.strip()]
        more = {"sslrootcert": self.ca} if self.ca else {}
        if named and named[0][0] in "/@":  # a folder of sockets
            more |= {"host": named[0]} | ({"port": str(self.port)} if self.port != PORT else {})
            named = []
        whole = ",".join(host if _port_of(host) else f"{host}:{self.port}" for host in named)
        query = f"?{urlencode(more)}" if more else ""
        return f"postgresql://{quote(self.login, safe='')}@{whole}/{quote(self.database, safe='')}{query}"


def place_of(url: URL) -> Place:
    """The place that an address of a server names."""
    named = url.query.get("host") or url.host or ""
    several = [named] if isinstance(named, str) else list(named)
    ports = {_port_of(host) for host in several}
    port = str(url.query.get("port") or url.port or (ports.pop() if len(ports) == 1 else "") or PORT)
    hosts = [host.removesuffix(f":{port}") for host in several]
    ca = str(url.query.get("sslrootcert", ""))
    return Place(", ".join(hosts), int(port), url.database or "", url.username or "", ca)


def _port_of(host: str) -> str:
    found = re.search(r"[^:]:(\d+)$", host)
    return found[1] if found else ""


def arguments(url: URL) -> dict[str, str]:
    """What libpq is told besides the address: what the address itself says is left as it is."""
    told: dict[str, str] = {}
    if not all(is_local(host) for host in hosts_of(url)):
        told["sslmode"] = "verify-full"
    mode = url.query.get("sslmode", told.get("sslmode"))
    own = "PGSSLROOTCERT" in os.environ or (Path.home() / ".postgresql" / "root.crt").exists()
    if mode == "verify-full" and not own:
        told["sslrootcert"] = _trusted_here()
    return {name: value for name, value in told.items() if name not in url.query}


def _trusted_here() -> str:
    """The certificates that this computer trusts: where they lie, for the libpq that ships with the driver does not know."""
    found = ssl.get_default_verify_paths().cafile
    return next((file for file in (found, *CA_FILES) if file and Path(file).exists()), "system")


def without_password(text: str) -> str:
    """An address as it may be kept and shown."""
    return PASSWORD_IN_ADDRESS.sub(lambda found: f"{found[1]}@" if found[1] is not None else "…", text)


def kept_password(url: URL) -> str | None:
    """The password for this address: RESOURCE_CENTRE_PASSWORD, else what the key ring keeps."""
    named = os.environ.get("RESOURCE_CENTRE_PASSWORD")
    if named is not None:
        return named
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(SERVICE, _entry(url))
    except KeyringError:
        return None


def has_key_ring() -> bool:
    """Whether this computer has a key ring that keeps passwords."""
    import keyring

    return float(keyring.get_keyring().priority) > 0  # the ones that only pretend have none


def keep_password(url: URL, password: str | None) -> bool:
    """Puts the password into the key ring (None takes it away); False when there is none that takes it."""
    import keyring
    from keyring.errors import KeyringError, PasswordDeleteError

    if not has_key_ring():
        return False
    try:
        if password is None:
            keyring.delete_password(SERVICE, _entry(url))
        else:
            keyring.set_password(SERVICE, _entry(url), password)
    except PasswordDeleteError:
        return True
    except KeyringError:
        return False
    return True


def _entry(url: URL) -> str:
    return f"{url.username or ''}@{','.join(hosts_of(url))}:{url.port or ''}/{url.database or ''}"


def enter(
    url: URL,
    connect: Callable[..., Any],
    words: Sequence[Any],
    named: Mapping[str, Any],
    settings: dict[str, Any],
) -> Any:
    """Connects; when the server asks for a password that nobody gave, with the one that is kept (settings learn it)."""
    import psycopg

    try:
        return connect(*words, **{**named, **settings})
    except psycopg.OperationalError as trouble:
        if "no password supplied" not in str(trouble):
            raise
        found = kept_password(url)
        if not found:
            raise
        settings["password"] = found
        return connect(*words, **{**named, **settings})
