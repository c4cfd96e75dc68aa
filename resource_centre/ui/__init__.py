"""The window: pages over services and queries; the only room that knows Qt."""

import builtins
import linecache

import PySide6.QtCore  # noqa: F401 - it is what puts an import of its own in place of Python's

# PySide's import reads the source of every module that anybody imports, and keeps it, to see whether it mentions PySide:
# a fifth of a second and 20 MiB with SQLAlchemy. Only who imports from `__feature__` needs that, which nobody does here.
# The import that it found (Qt's own, for its lazy classes) does the rest as before.
builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
linecache.clearcache()
