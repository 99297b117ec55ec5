# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""Just enough binrpc to ask for a command over the control socket, and to have valid packets that can be spoiled."""
import socket

REPLY, FAULT = 1, 3


def request(cookie, *words):
    """The packet of one command; words are text or numbers."""
    body = b"".join(number(word) if isinstance(word, int) else text(word) for word in words)
    return bytes([0xA1, 1 << 2 | 3]) + len(body).to_bytes(2, "big") + cookie.to_bytes(4, "big") + body


def text(word):
    data = word.encode() + b"\0"
    if len(data) < 8:
        return bytes([len(data) << 4 | 1]) + data
    return bytes([0x80 | 2 << 4 | 1]) + len(data).to_bytes(2, "big") + data


def number(n):
    return bytes([4 << 4]) + (n & 0xFFFFFFFF).to_bytes(4, "big")


class Connection:
    """One stream connection that is kept: commands one after the other."""

    def __init__(self, path, seconds=10):
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.socket.settimeout(seconds)
        self.socket.connect(str(path))
        self.cookie = 0

    def ask(self, *words):
        """(REPLY or FAULT, body bytes)."""
        self.cookie += 1
        self.socket.sendall(request(self.cookie, *words))
        head = self.take(2)
        length = int.from_bytes(self.take((head[1] >> 2 & 3) + 1), "big")
        self.take((head[1] & 3) + 1)
        return head[1] >> 4, self.take(length)

    def take(self, size):
        data = b""
        while len(data) < size:
            part = self.socket.recv(size - len(data))
            if not part:
                raise ConnectionError("the server closed the control connection")
            data += part
        return data

    def close(self):
        self.socket.close()
