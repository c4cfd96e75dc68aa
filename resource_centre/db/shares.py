"""Whether a file lies on a network share, where SQLite's locks cannot be trusted."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path

NETWORK = frozenset(
    "nfs nfs4 cifs smb smb2 smb3 smbfs afs 9p ncpfs davfs glusterfs ceph lustre beegfs "
    "fuse.sshfs fuse.davfs fuse.davfs2 fuse.glusterfs fuse.rclone fuse.s3fs fuse.gvfsd-fuse webdav afpfs".split()
)


def network_filesystem(file: Path) -> str | None:
    """The kind of network share the file lies on, or None when it is local (or that cannot be told)."""
    if sys.platform == "win32":
        return _windows_share(file)
    if sys.platform.startswith("linux"):
        try:
            mounts = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace")
        except OSError:
            return None
        return share_among(_existing(file), _linux_mounts(mounts))
    return None


def share_among(file: Path, mounts: Iterable[tuple[str, str]]) -> str | None:
    """The kind of the deepest mount above `file`, if it is one of a network; `mounts` are (point, kind)."""
    best, kind = "", ""
    path = str(file)
    for point, name in mounts:
        inside = path == point or path.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):
            best, kind = point, name
    return kind if kind in NETWORK else None


def _linux_mounts(text: str) -> Iterable[tuple[str, str]]:
    for line in text.splitlines():
        parts = line.split()
        if len(parts) >= 3:
            yield parts[1].replace("\\040", " "), parts[2]


def _existing(file: Path) -> Path:
    path = Path(os.path.abspath(file))
    while not path.exists() and path != path.parent:
        path = path.parent
    return path.resolve()


def _windows_share(file: Path) -> str | None:
    if sys.platform != "win32":
        return None
    import ctypes

    anchor = Path(os.path.abspath(file)).anchor
    if anchor.startswith("\\\\"):
        return anchor
    remote = 4
    return anchor if ctypes.windll.kernel32.GetDriveTypeW(anchor) == remote else None
