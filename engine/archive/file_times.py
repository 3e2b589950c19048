"""Times of files as the catalogue can hold them."""

import os

EARLIEST_NS, LATEST_NS = -(2**63), 2**63 - 1
"""What 64 bits hold: from September 1677 to April 2262."""


def modified_ns(status: os.stat_result) -> int:
    """When a file was changed, in ns since 1970 (UTC); the nearest that 64 bits hold.

    A damaged folder or a wrong clock gives files times that are thousands of years off.
    """
    return min(max(status.st_mtime_ns, EARLIEST_NS), LATEST_NS)
