"""How a log tells what it is and of which version: two numbers in the header of the file.

They stand there (https://www.sqlite.org/fileformat.html#application_id) so that an up-to-date log is known by reading
one page, without a schema library.
"""

from __future__ import annotations

APPLICATION_ID = 0x70726F76  # "prov"
VERSION = 7  # how many migrations `schema` has
READABLE = 7  # since that one a log has all tables and columns: it is read as it is, also where it cannot be written
