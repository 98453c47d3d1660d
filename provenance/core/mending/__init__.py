"""Mending a list: links that moved for good, and archived copies beside those that died, a file a format.

Each file has `NAMES`, the formats that it mends (as `core.lists` names them), and `copy_edit`, where and how its
convention writes an archived copy. Everything else in the list stays as it is, byte for byte.
"""
