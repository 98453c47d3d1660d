"""TLS over the bytes of a connection: what comes is opened, what goes out is sealed. Nothing here waits for the network.

asyncio's own shakes hands on the event loop, where it takes half a millisecond of processor for each host. Most of that is
in OpenSSL, which lets other threads run meanwhile: so the steps can be taken in one.
"""

from __future__ import annotations

import ssl

_PIECE = 65_536


class Tunnel:
    """One TLS session, as its client.

    session: with what was agreed on. has_ended: the other side has said that it will send no more (RFC 8446 section 6.1).
    """

    def __init__(self, context: ssl.SSLContext, host: str) -> None:
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.session = context.wrap_bio(self._incoming, self._outgoing, server_hostname=host)
        self.has_ended = False

    def shake_hands(self, data: bytes = b"") -> bool:
        """Take the next step, with what came: whether it was the last one.

        Raises
        ------
        ssl.SSLError
            where no session comes about.
        """
        self._incoming.write(data)
        try:
            self.session.do_handshake()
        except ssl.SSLWantReadError:
            return False
        return True

    def sealed(self, data: bytes) -> bytes:
        """What is to be sent for it."""
        self.session.write(data)
        return self.to_send()

    def opened(self, data: bytes) -> tuple[bytes, ssl.SSLError | None]:
        """What was sent, as far as all of it has come, and what is wrong with what comes next."""
        self._incoming.write(data)
        pieces = []
        try:
            while piece := self.session.read(_PIECE):
                pieces.append(piece)
            self.has_ended = True
        except ssl.SSLWantReadError:
            pass
        except ssl.SSLError as error:
            return b"".join(pieces), error
        return b"".join(pieces), None

    def to_send(self) -> bytes:
        """What the session has to say by itself: steps of the handshake, new keys."""
        return self._outgoing.read()
