"""A window on a server at the other end of a wire that can be cut or held silent."""

from tests.db.faults.conftest import pair, served, wire

__all__ = ["pair", "served", "wire"]
