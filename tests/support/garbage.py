# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""Spoiled messages: seeded mutations of valid ones, and a party that sends them as requests and as replies to what it was sent."""
import random
import socket

TOKENS = [b"\0", b"\r\n", b"\r\n ", b"\n", b"\r", b"\r\n\r\n", b"%", b"%00", b"%zz", b"\"", b"\\", b"<", b">", b"<>", b";", b",", b"=", b":", b"@", b"[", b"]",
          b"[::1", b"sip:", b"sips:", b"tel:+1", b"-1", b"0", b"4294967296", b"99999999999999999999", b"\xff\xfe", b"\xc3\x28", b" " * 300, b"(" * 200,
          b";lr" * 50, b";branch=z9hG4bK", b";rport", b";received=", b";tag=", b"SIP/2.0", b"SIP/2.0/UDP", b"Via: ", b"\r\nVia: SIP/2.0/UDP 127.0.0.1\r\n",
          b"\r\nContent-Length: 99999\r\n", b"\r\nContent-Length: -1\r\n", b"\r\nRoute: <sip:127.0.0.1;lr>\r\n", b"\r\nRecord-Route: x\r\n", b"\r\nCSeq: 1 INVITE\r\n",
          b"\r\nMax-Forwards: 0\r\n", b"\r\nProxy-Require: x\r\n", b"\r\nCall-ID: other\r\n", b"CANCEL", b"ACK", b"INVITE"]


def spoil(rng, data):
    """One to four of: bits, cuts, copies, tokens, lines lost, doubled, moved or folded."""
    data = bytearray(data)
    for _ in range(rng.choice((1, 1, 1, 2, 3, 4))):
        if len(data) < 2:
            data += rng.choice(TOKENS)
        at, end = sorted((rng.randrange(len(data)), rng.randrange(len(data))))
        kind = rng.randrange(10)
        if kind == 0:
            data[at] ^= 1 << rng.randrange(8)
        elif kind == 1:
            del data[at:at + rng.randrange(1, 20)]
        elif kind == 2:
            data[at:at] = data[at:min(end, at + 200)]
        elif kind == 3:
            data[at:at] = rng.choice(TOKENS)
        elif kind == 4:
            data[at:at + rng.randrange(1, 8)] = rng.choice(TOKENS)
        elif kind == 5 and rng.random() < 0.3:
            del data[at:]
        elif kind == 6:
            data[at:at] = bytes([data[at]]) * rng.choice((30, 300, 3000))
        else:
            lines = bytes(data).split(b"\r\n")
            i, j = rng.randrange(len(lines)), rng.randrange(len(lines))
            if kind == 7:
                del lines[i]
            elif kind == 8:
                lines.insert(j, lines[i])
            else:
                lines[i], lines[j] = lines[j], lines[i]
            data = bytearray(b"\r\n".join(lines))
    return bytes(data[:60000])


class Party:
    """Calls through the server to itself (its own Route), so that requests and replies, sound and spoiled, come from both sides."""

    def __init__(self, seed, server, ip="127.0.0.1"):
        self.rng = random.Random(seed)
        self.server = (ip, server)
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind((ip, 0))
        self.socket.setblocking(False)
        self.port = self.socket.getsockname()[1]
        self.number = self.sent = self.got = 0
        self.earlier = []

    def send(self, data):
        self.sent += 1
        try:
            self.socket.sendto(data, self.server)
        except (BlockingIOError, ConnectionRefusedError):
            pass

    def request(self, method, routed, number, cseq=1):
        me, server = f"127.0.0.1:{self.port}", f"127.0.0.1:{self.server[1]}"
        branch = "INVITE" if method in ("ACK", "CANCEL") else method
        body = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\n" if method == "INVITE" else ""
        return (f"{method} sip:x@{me if routed else server} SIP/2.0\r\nVia: SIP/2.0/UDP {me};rport;branch=z9hG4bK{branch.lower()}{number}\r\n"
                + (f"Route: <sip:{server};lr=on;ftag=g{number}>\r\n" if routed else "")
                + f"Max-Forwards: 70\r\nFrom: \"G\" <sip:g@{me}>;tag=g{number}\r\nTo: <sip:x@{server}>{';tag=t' if routed else ''}\r\n"
                f"Call-ID: g{number}@{self.port}\r\nCSeq: {cseq} {method}\r\nContact: <sip:g@{me}>\r\n"
                + ("Content-Type: application/sdp\r\n" if body else "") + f"Content-Length: {len(body)}\r\n\r\n{body}").encode()

    def reply(self, request, code):
        """To what the server sent us: all its Vias, the server's own branch among them."""
        lines = request.split(b"\r\n\r\n")[0].split(b"\r\n")
        keep = [x for x in lines[1:] if x.split(b":")[0].lower() in (b"via", b"record-route", b"from", b"to", b"call-id", b"cseq")]
        return (f"SIP/2.0 {code} R".encode() + b"\r\n" + b"\r\n".join(keep)
                + f"\r\nContact: <sip:c@127.0.0.1:{self.port}>\r\nContent-Length: 0\r\n\r\n".encode())

    def turn(self, spoiled=6):
        """One new request and what can be answered, each with spoiled copies before it."""
        self.number += 1
        method = self.rng.choice(("INVITE", "INVITE", "INVITE", "OPTIONS", "MESSAGE", "BYE", "ACK", "CANCEL", "SUBSCRIBE"))
        number = self.rng.randrange(max(1, self.number - 20), self.number + 1) if method in ("ACK", "CANCEL") else self.number
        self.round(self.request(method, self.rng.random() < 0.7, number), spoiled)
        for _ in range(50):
            try:
                data = self.socket.recv(65536)
            except (BlockingIOError, ConnectionRefusedError):
                break
            self.got += 1
            if data.startswith(b"SIP/2.0"):
                if self.rng.random() < 0.2:
                    self.send(spoil(self.rng, data))
                continue
            self.round(self.reply(data, self.rng.choice((100, 180, 183, 200, 302, 404, 408, 486, 487, 503, 603, 699))), spoiled)

    def round(self, data, spoiled):
        self.earlier = [*self.earlier[-200:], data]
        for _ in range(spoiled):
            self.send(spoil(self.rng, self.rng.choice(self.earlier) if self.rng.random() < 0.3 else data))
        self.send(data)

    def close(self):
        self.socket.close()
