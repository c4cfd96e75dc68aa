"""A wire between client and server that a test can cut, hold silent, or cut at a certain word."""

from __future__ import annotations

import socket
from contextlib import suppress
from threading import Event, Thread

PIECE = 65536


class Proxy:
    """Passes on what comes in at `port`. Only for this computer."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._door.getsockname()[1]
        self._open = Event()
        self._open.set()
        self._lines: list[socket.socket] = []
        self._trap: tuple[bytes, bytes, bool] | None = None
        self.sprung = Event()
        self._closed = False
        self._server = Thread(target=self._serve, daemon=True)
        self._server.start()

    def silence(self) -> None:
        """Nothing passes any more, and nobody is told."""
        self._open.clear()

    def speak(self) -> None:
        """What was held back passes, and all that follows."""
        self._open.set()

    def cut(self) -> None:
        """Ends every connection; new ones are welcome."""
        for line in self._lines[:]:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)

    def cut_at(self, word: bytes, *, passes: bool, after: bytes = b"") -> None:
        """Once: when the client says the word (and has said another one before, on the same connection), it is cut.

        The server has still heard the word if it `passes`.
        """
        self.sprung.clear()
        self._trap = (word, after, passes)

    def close(self) -> None:
        """Ends for good."""
        self._closed = True
        with suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        self._open.set()
        self.cut()
        self._server.join(5)
        self._door.close()

    def _serve(self) -> None:
        while True:
            try:
                client, _from = self._door.accept()
            except OSError:
                return
            Thread(target=self._join, args=(client,), daemon=True).start()

    def _join(self, client: socket.socket) -> None:
        self._open.wait()
        try:
            server = socket.create_connection(("127.0.0.1", self._target))
        except OSError:
            client.close()
            return
        self._lines += [client, server]
        if self._closed:  # it waited for the wire to speak, and nobody cuts it any more
            self.cut()
        back = Thread(target=self._pass, args=(server, client, False), daemon=True)
        back.start()
        self._pass(client, server, True)
        back.join()
        for line in (client, server):
            self._lines.remove(line)
            line.close()

    def _pass(self, one: socket.socket, other: socket.socket, to_server: bool) -> None:
        said = b""
        with suppress(OSError):
            while piece := one.recv(PIECE):
                self._open.wait()
                if to_server and self._trap is not None:
                    said += piece
                    if self._trap[0] in piece and self._trap[1] in said:
                        self._spring(piece, one, other)
                        return
                other.sendall(piece)
        for line in (one, other):
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)

    def _spring(self, piece: bytes, client: socket.socket, server: socket.socket) -> None:
        assert self._trap is not None
        passes, self._trap = self._trap[2], None
        with suppress(OSError):
            client.shutdown(socket.SHUT_RDWR)
            if passes:
                server.sendall(piece)
            server.shutdown(socket.SHUT_WR)
        self.sprung.set()
