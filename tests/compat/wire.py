# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""Two parties on loopback, a server between them, and everything it sent to each, masked so that two servers can be compared."""
import re
import select
import socket
import string
import time

QUIET = 0.15  # seconds after which nothing more is expected
REASONS = {100: "Trying", 180: "Ringing", 183: "Session Progress", 200: "OK", 302: "Moved Temporarily", 404: "Not Found", 480: "Temporarily Unavailable",
           486: "Busy Here", 487: "Request Terminated", 500: "Server Internal Error", 503: "Service Unavailable", 603: "Decline"}


def headers(message):
    """[(name, value)] of a message, folded lines joined."""
    head = message.split("\r\n\r\n", 1)[0]
    head = re.sub(r"\r\n[ \t]+", " ", head)
    return [(n.strip(), v.strip()) for n, _, v in (line.partition(":") for line in head.split("\r\n")[1:])]


def header(message, name):
    return next((v for n, v in headers(message) if n.lower() == name.lower()), "")


class Party:
    def __init__(self, port=0):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", port))
        self.port = self.socket.getsockname()[1]
        self.got = []      # every datagram, as text
        self.taken = 0

    def send(self, text, port):
        self.socket.sendto(text.encode("utf-8", "surrogateescape"), ("127.0.0.1", port))

    def pump(self, seconds):
        self.socket.settimeout(max(seconds, 0.001))
        try:
            data, peer = self.socket.recvfrom(65536)
        except TimeoutError:
            return False
        self.got.append((data.decode("utf-8", "surrogateescape"), peer[1]))
        return True

    def expect(self, what, seconds=2.0):
        """The next message not taken yet whose start line fits the expression `what`; earlier ones are passed over."""
        end = time.monotonic() + seconds
        while True:
            while self.taken < len(self.got):
                text = self.got[self.taken][0]
                self.taken += 1
                if re.search(what, text.split("\r\n", 1)[0]):
                    return text
            left = end - time.monotonic()
            if left <= 0 or not self.pump(left):
                raise AssertionError(f"'{what}' did not come; so far: {[t.split(chr(13))[0] for t, _ in self.got]}")


class Wire:
    """One flow through one server: `caller` and `callee` (and `other`) with the server at `port`."""

    def __init__(self, port, name, parties):
        self.caller, self.callee, self.other = (Party(p) for p in parties)
        self.port, self.name = port, name
        self.route = name.partition("__")[0]

    def close(self):
        for p in (self.caller, self.callee, self.other):
            p.socket.close()

    # ---- messages
    def request(self, method="INVITE", ruri=None, extra="", body="", cseq=1, branch=None, to_tag="", drop=(), **replace):
        """A request of the caller; CALLERADDR, CALLEEADDR, OTHERADDR and SERVERADDR in it are addresses. `replace` overrides headers by name with _ for -; `drop` leaves headers out."""
        lines = [("Via", f"SIP/2.0/UDP 127.0.0.1:{self.caller.port};branch=z9hG4bK{branch or method.lower()}{cseq}-{self.name}"),
                 ("Max-Forwards", "70"), ("From", f'"Alice" <sip:alice@example.com>;tag=a1{self.name}'),
                 ("To", f"<sip:{self.route}@127.0.0.1:{self.port}>" + (f";tag={to_tag}" if to_tag else "")), ("Call-ID", f"{self.name}@test"),
                 ("CSeq", f"{cseq} {method}"), ("Contact", f"<sip:alice@127.0.0.1:{self.caller.port}>")]
        lines = [(n, replace.pop(n.replace("-", "_"), v)) for n, v in lines if n not in drop]
        lines += [(n.replace("_", "-"), v) for n, v in replace.items()]
        length = "" if "Content-Length" in drop else f"Content-Length: {len(body)}\r\n"
        text = (f"{method} {ruri or f'sip:{self.route}@127.0.0.1:{self.port}'} SIP/2.0\r\n" + "".join(f"{n}: {v}\r\n" for n, v in lines) + extra + length
                + "\r\n" + body)
        for word, port in (("CALLERADDR", self.caller.port), ("CALLEEADDR", self.callee.port), ("OTHERADDR", self.other.port), ("SERVERADDR", self.port)):
            text = text.replace(word, f"127.0.0.1:{port}")
        return text

    def call(self, **kw):
        """Sends an INVITE and returns it as it reaches the callee."""
        self.invite = self.request("INVITE", body=kw.pop("body", "v=0\r\n"), **kw)
        self.caller.send(self.invite, self.port)
        return self.callee.expect("INVITE")

    def reply(self, request, code, extra="", tag="b1", party=None, reason=None, body=""):
        """Answers a request that reached a party."""
        head = [f"SIP/2.0 {code} {reason or REASONS.get(code, 'Other')}"]
        for n, v in headers(request):
            if n.lower() in ("via", "v", "record-route", "from", "f", "call-id", "i", "cseq"):
                head.append(f"{n}: {v}")
            elif n.lower() in ("to", "t"):
                head.append(f"{n}: {v}" + (f";tag={tag}" if code > 100 and ";tag=" not in v else ""))
        party = party or self.callee
        text = "\r\n".join(head) + f"\r\nContact: <sip:callee@127.0.0.1:{party.port}>\r\n" + extra + f"Content-Length: {len(body)}\r\n\r\n" + body
        party.send(text, self.port)

    def ack(self, response):
        """For a negative final reply: same branch as the INVITE."""
        via = header(self.invite, "Via")
        self.caller.send(f"ACK sip:{self.route}@127.0.0.1:{self.port} SIP/2.0\r\nVia: {via}\r\nMax-Forwards: 70\r\nFrom: {header(self.invite, 'From')}\r\n"
                         f"To: {header(response, 'To')}\r\nCall-ID: {self.name}@test\r\nCSeq: 1 ACK\r\nContent-Length: 0\r\n\r\n", self.port)

    def in_dialog(self, method, response, cseq):
        """A request within the dialog that `response` made, along its Record-Route."""
        target = re.search(r"<([^>]+)>", header(response, "Contact")).group(1)
        routes = "".join(f"Route: {v}\r\n" for n, v in headers(response) if n == "Record-Route")
        self.caller.send(self.request(method, ruri=target, cseq=cseq, extra=routes, To=header(response, "To")), self.port)

    # ---- comparing
    def record(self):
        """{party: [masked message, …]} of all that the server sent."""
        parties = {p.socket: p for p in (self.caller, self.callee, self.other)}
        while ready := select.select(list(parties), [], [], QUIET)[0]:
            for s in ready:
                parties[s].pump(0)
        names = {str(self.caller.port): "CALLER", str(self.callee.port): "CALLEE", str(self.other.port): "OTHER", str(self.port): "SERVER"}
        out = {}
        for who in ("caller", "callee", "other"):
            seen = []
            for text, _ in getattr(self, who).got:
                if f"{self.name}@test" not in text:
                    continue  # a late retransmission of another flow
                masked = mask(text, names)
                if not seen or seen[-1] != masked:  # a retransmission says nothing new
                    seen.append(masked)
            out[who] = seen
        return out


def mask(text, names):
    text = re.sub(r"(?<=:)(\d{4,5})(?!\d)", lambda m: names.get(m.group(1), m.group(1)), text)
    text = re.sub(r"(?<=port=)(\d{4,5})(?!\d)", lambda m: names.get(m.group(1), m.group(1)), text)
    head, sep, body = text.partition("\r\n\r\n")
    lines = []
    for line in head.split("\r\n"):
        name = line.split(":", 1)[0].lower()
        if name in ("via", "v"):
            # branches made by the server: its own Via is on top of what the caller wrote
            line = re.sub(r"branch=z9hG4bK(?!(?:[a-z]+)\d+-)[^;,\s]+", "branch=SERVER", line)
        if name in ("to", "t"):
            line = re.sub(r";tag=(?!(?:a1|b1|c1)(?![0-9a-f]{30}-))[^;,\s>]+", ";tag=SERVER", line)
        lines.append(line)
    return "\r\n".join(lines) + sep + body


def parts(masked):
    """(start line, {name: [values]}, body): what two messages are compared by, with order()."""
    head, _, body = masked.partition("\r\n\r\n")
    fields = {}
    for n, v in headers(masked):
        fields.setdefault(n.lower(), []).append(v)
    return head.split("\r\n")[0], fields, body


def order(masked):
    """The names of the headers, as they follow each other."""
    return [n.lower() for n, _ in headers(masked) if n.lower() != "server"]
