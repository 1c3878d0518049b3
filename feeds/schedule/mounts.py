"""Find out whether the system reports saved files on the drive that a folder is on."""

from __future__ import annotations

from pathlib import Path

from feeds.files import is_below

_MOUNTS = Path("/proc/self/mountinfo")
#: Their files are changed by other machines, or outside the container, which nothing here reports.
_SILENT = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "virtiofs", "vboxsf", "prl_fs", "ceph", "afs", "lustre")


def silent_drive(folder: Path) -> str:
    """Return the kind of drive that *folder* is on, such as `nfs4`, if nothing reports files saved there; else "".

    Only Linux says what its drives are.
    """
    try:
        kind = kind_of(str(folder), _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape"))
    except OSError:
        return ""
    return kind if kind in _SILENT or kind.startswith("fuse.") else ""


def kind_of(path: str, mounts: str) -> str:
    """Return the kind of the file system that *path* is on, by the lines of *mounts* (proc_pid_mountinfo(5)), or "".

    >>> kind_of("/srv/posts", "1 0 8:1 / / rw - ext4 /dev/sda rw\\n2 1 0:5 / /srv rw - nfs4 host:/srv rw")
    'nfs4'
    """
    found = place = ""
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        fields, kind = before.split(" "), after.partition(" ")[0]
        point = _unescaped(fields[4]) if len(fields) > 4 else ""
        if point and is_below(path, point) and len(point) >= len(place):  # a later one hides what is at the same place
            found, place = kind, point
    return found


def _unescaped(point: str) -> str:
    for escaped, character in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        point = point.replace(escaped, character)
    return point
