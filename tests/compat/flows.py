# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""What is sent in each flow: one function per flow, named as its route (a part behind __ tells variants of one route apart)."""
from wire import header

FLOWS = {}


def flow(f):
    FLOWS[f.__name__] = f
    return f


def simple(name, method="OPTIONS", **kw):
    """A request that the server answers by itself."""

    def run(w):
        w.caller.send(w.request(method, **kw), w.port)
        w.caller.expect("SIP/2.0")

    run.__name__ = name
    FLOWS[name] = run


def relayed(name, method="MESSAGE", code=200, body="hello", **kw):
    """A request that is relayed, and its one reply."""

    def run(w):
        w.caller.send(w.request(method, body=body, **kw), w.port)
        w.reply(w.callee.expect(method), code)
        w.caller.expect(f"SIP/2.0 {code}")

    run.__name__ = name
    FLOWS[name] = run


for n in ("sl_options", "sl_reason", "sl_append", "sl_302", "sl_error", "send_stateless", "t_reply", "send_stateful", "methods", "switch", "totag"):
    simple(n)
for n in ("drop_branch", "drop_onsend", "drop_request", "return_codes", "return_zero", "return_nested", "exit_nested", "loops", "xavps"):
    simple(n)
relayed("exit_branch")
relayed("exit_reply", code=202)
relayed("drop_reply")
relayed("drop_core")
simple("methods__info", "INFO")
simple("switch__info", "INFO")
simple("switch__other", "PUBLISH")
simple("alias_self")
simple("alias_self__not", ruri="sip:alias_self@192.0.2.77")
simple("totag__tagged", to_tag="c1")
simple("sl_options__compact", drop=("Via", "From", "To", "Call-ID"), v="SIP/2.0/UDP 127.0.0.1:1;branch=z9hG4bKoptions1-x;rport", f="<sip:a@b>;tag=a1", t="<sip:sl_options@x>",
       i="sl_options__compact@test")
simple("sl_options__two_vias", Via="SIP/2.0/UDP 127.0.0.1:1;branch=z9hG4bKoptions1-y;rport, SIP/2.0/TCP 192.0.2.3;branch=z9hG4bKoptions2-y")
simple("maxfwd__zero", Max_Forwards="0")
simple("maxfwd__large", Max_Forwards="300")
simple("sanity")
simple("sanity__cseq", CSeq="1 INVITE")
simple("sanity__version", extra="Proxy-Require: foo\r\n")
simple("sanity__length", drop=("Content-Length",), Content_Length="7")
relayed("maxfwd")
relayed("maxfwd__missing", drop=("Max-Forwards",))
for n in ("relay", "relay_ruri", "rr", "rr_param", "rr_preset", "forward", "append_hf", "insert_hf", "remove_re", "subst", "subst_uri", "users", "setuser", "rewrite",
          "force_rport", "pvs", "avp", "branch_route"):
    relayed(n)
relayed("remove_hf", extra="Subject: one\r\ns: two\r\nX-Gone: 1\r\nX-Stays: 2\r\n")
relayed("remove_re__several", extra="X-A: 1\r\nY: 2\r\nX-B: 3\r\n")
relayed("relay__refused", code=404)
relayed("relay__rport", Via="SIP/2.0/UDP 10.1.1.1:5999;rport;branch=z9hG4bKmessage1-z")
relayed("relay__body", body="line one\r\nline two\r\n", extra="Content-Type: text/plain\r\n")
relayed("relay__folded", extra="X-Long: one\r\n two\r\n\tthree\r\n")
relayed("onreply", code=202)

SDP = ("v=0\r\no=alice 28 27 IN IP4 192.0.2.5\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nb=AS:100\r\nt=0 0\r\nm=audio 49170 RTP/AVP 0 8 97\r\nb=AS:64\r\n"
       "a=rtpmap:0 PCMU/8000\r\na=rtpmap:97 iLBC/8000\r\na=fmtp:97 mode=20\r\nm=video 51372 RTP/SAVP 31 32\r\na=rtpmap:31 H261/90000\r\na=inactive\r\n")
MIXED = "--b1\r\nContent-Type: text/plain\r\n\r\nhello\r\n--b1\r\nContent-Type: application/sdp\r\n\r\n" + SDP + "--b1--\r\n"
for n in ("sdp_codecs", "sdp_keep", "sdp_media", "sdp_version"):
    relayed(n, body=SDP, extra="Content-Type: application/sdp\r\n")
    relayed(n + "__mixed", body=MIXED, extra="Content-Type: multipart/mixed;boundary=b1\r\n")
relayed("sdp_media__none", body="hello", extra="Content-Type: text/plain\r\n")
relayed("ds_domain")


@flow
def sdp_branch(w):
    w.caller.send(w.request("INVITE", body=SDP, extra="Content-Type: application/sdp\r\n"), w.port)
    got = w.callee.expect("INVITE")
    other = w.other.expect("INVITE")
    w.reply(got, 404)
    w.reply(other, 404, party=w.other)
    w.caller.expect("404")


@flow
def sdp_reply(w):
    w.caller.send(w.request("MESSAGE", body="hello"), w.port)
    w.reply(w.callee.expect("MESSAGE"), 200, body=SDP, extra="Content-Type: application/sdp\r\n")
    w.caller.expect("200")


@flow
def rr__call(w):
    got = w.call()
    w.reply(got, 180)
    w.caller.expect("180")
    w.reply(got, 200, body="v=0\r\n", extra="Content-Type: application/sdp\r\n")
    ok = w.caller.expect("200")
    w.in_dialog("ACK", ok, 1)
    w.callee.expect("ACK")
    w.in_dialog("BYE", ok, 2)
    w.reply(w.callee.expect("BYE"), 200)
    w.caller.expect("200")


@flow
def relay__busy(w):
    got = w.call()
    w.reply(got, 180)
    w.reply(got, 486)
    w.ack(w.caller.expect("486"))
    w.callee.expect("ACK")


@flow
def relay__cancel(w):
    got = w.call()
    w.reply(got, 180)
    w.caller.expect("180")
    w.caller.send(w.request("CANCEL", Via=header(w.invite, "Via"), drop=("Contact",)), w.port)
    cancel = w.callee.expect("CANCEL")
    w.reply(cancel, 200)
    w.reply(got, 487)
    w.ack(w.caller.expect("487"))
    w.callee.expect("ACK")


@flow
def relay__retransmission(w):
    got = w.call()
    w.reply(got, 180)
    w.caller.expect("180")
    w.caller.send(w.invite, w.port)
    w.caller.expect("180")
    w.reply(got, 603)
    w.ack(w.caller.expect("603"))


@flow
def onreply__ringing(w):
    got = w.call()
    w.reply(got, 180, extra="X-Drop: 1\r\n")
    w.caller.expect("180")
    w.reply(got, 480, extra="X-Drop: 1\r\n")
    w.ack(w.caller.expect("480"))


@flow
def drop_reply__provisional(w):
    got = w.call()
    w.reply(got, 180)
    w.reply(got, 183)
    w.reply(got, 200)
    w.caller.expect("200")


@flow
def drop_core__provisional(w):
    got = w.call()
    w.reply(got, 180, extra="X-Core: drop\r\n")
    w.reply(got, 183)
    w.caller.expect("183")
    w.reply(got, 486)
    w.ack(w.caller.expect("486"))


@flow
def drop_first(w):
    w.caller.send(w.request("MESSAGE", body="x"), w.port)
    w.reply(w.other.expect("MESSAGE"), 202, party=w.other)
    w.caller.expect("202")


def refused(w):
    w.reply(w.call(), 486)
    w.ack(w.caller.expect("SIP/2.0 4"))
    w.callee.expect("ACK")


@flow
def drop_failure(w):
    refused(w)


@flow
def exit_failure(w):
    refused(w)


@flow
def flags(w):
    got = w.call()
    w.reply(got, 180)
    w.caller.expect("180")
    w.reply(got, 486)
    w.ack(w.caller.expect("480"))


@flow
def fail_reply(w):
    w.reply(w.call(), 486)
    w.ack(w.caller.expect("404"))
    w.callee.expect("ACK")


def second_callee(w):
    w.reply(w.call(), 503)
    w.callee.expect("ACK")
    got = w.other.expect("INVITE")
    w.reply(got, 180, party=w.other, tag="b1x")
    w.caller.expect("180")
    w.reply(got, 486, party=w.other, tag="b1x")
    w.ack(w.caller.expect("486"))
    w.other.expect("ACK")


@flow
def fail_next(w):
    second_callee(w)


@flow
def fail_hf(w):
    second_callee(w)


@flow
def fail_arm(w):
    second_callee(w)


@flow
def fail_twice(w):
    second_callee(w)


@flow
def fail_branch(w):
    second_callee(w)


@flow
def fail_branches(w):
    one = w.call()
    two = w.other.expect("INVITE")
    w.reply(one, 404)
    w.callee.expect("ACK")
    w.reply(two, 486, party=w.other, tag="b1x")
    w.ack(w.caller.expect("480"))


@flow
def fail_rearm(w):
    w.reply(w.call(), 503)
    w.callee.expect("ACK")
    got = w.other.expect("INVITE")
    w.reply(got, 180, party=w.other, tag="b1x")
    w.caller.expect("180")
    w.reply(got, 486, party=w.other, tag="b1x")
    w.ack(w.caller.expect("404"))
    w.other.expect("ACK")


@flow
def branch_both(w):
    one = w.call()
    two = w.other.expect("INVITE")
    w.reply(one, 404)
    w.reply(two, 404, party=w.other, tag="b1x")
    w.ack(w.caller.expect("404"))


@flow
def ds(w):
    second_callee(w)


@flow
def parallel(w):
    one = w.call()
    two = w.other.expect("INVITE")
    w.reply(one, 180)
    w.caller.expect("180")
    w.reply(two, 404, party=w.other, tag="b1x")
    w.other.expect("ACK")
    w.reply(one, 486)
    w.ack(w.caller.expect("SIP/2.0 4"))
    w.callee.expect("ACK")


@flow
def parallel__winner(w):
    one = w.call()
    two = w.other.expect("INVITE")
    w.reply(one, 180)
    w.caller.expect("180")
    w.reply(two, 200, party=w.other, tag="b1x")
    w.caller.expect("200")
    w.reply(w.callee.expect("CANCEL"), 200)
    w.reply(one, 487)
    w.callee.expect("ACK")


@flow
def timeout(w):
    w.invite = w.request("INVITE")
    w.caller.send(w.invite, w.port)
    w.ack(w.caller.expect("404", 4))


@flow
def relay__unauthorised(w):
    w.reply(w.call(), 407, extra='Proxy-Authenticate: Digest realm="x", nonce="y"\r\n')
    w.ack(w.caller.expect("407"))
    w.callee.expect("ACK")


VALUES = ('Foo: one, two;bar=1;baz="x,y", three\r\nFoo: four\r\nSupported: path, 100rel\r\nAllow: INVITE,ACK\r\n'
          'Authorization: Digest username="u", realm="r"\r\nSubject: hi\r\nX-Mid: m\r\nX-End: e\r\n')
for n in ("apply", "apply_later", "no_body", "keep", "values", "iterate", "precheck"):
    relayed(n, extra=VALUES)
for n in ("contacts", "contact_param"):
    relayed(n, Contact='"Al" <sip:al:pw@192.0.2.7:5070;transport=tcp;x=y>;q=1, <sip:bo@host.example>')
relayed("apply_body", extra="Content-Type: text/plain\r\n")
relayed("lines", body="line one\r\nline two\r\nline three\r\n", extra="Content-Type: text/plain\r\n")
simple("apply_answer")


@flow
def status(w):
    got = w.call()
    w.reply(got, 180)
    w.caller.expect("183")
    w.reply(got, 486)
    w.ack(w.caller.expect("603"))
    w.callee.expect("ACK")


@flow
def status__other(w):
    w.reply(w.call(), 404)
    w.ack(w.caller.expect("404"))


@flow
def t_vars(w):
    got = w.call()
    w.reply(got, 180)
    w.caller.expect("180")
    w.reply(got, 503, extra="Server: full\r\n")
    w.callee.expect("ACK")
    got = w.other.expect("INVITE")
    w.reply(got, 183, party=w.other, tag="b1x")
    w.caller.expect("183")
    w.reply(got, 200, party=w.other, tag="b1x")
    w.caller.expect("200")


def suspended(w):
    w.invite = w.request("INVITE")
    w.caller.send(w.invite, w.port)
    w.caller.expect("100")


def go_on(w):
    w.caller.send(w.request("MESSAGE", Call_ID="go-on@test"), w.port)


@flow
def suspend(w):
    suspended(w)
    go_on(w)
    w.caller.expect("SIP/2.0 200 Went")
    got = w.callee.expect("INVITE")
    w.reply(got, 180)
    w.caller.expect("180")
    w.reply(got, 486)
    w.ack(w.caller.expect("486"))
    w.callee.expect("ACK")


@flow
def suspend_idle(w):
    suspended(w)
    go_on(w)
    w.ack(w.caller.expect("SIP/2.0 5"))


@flow
def suspend_late(w):
    suspended(w)
    w.ack(w.caller.expect("404", 4))


@flow
def suspend_cancel(w):
    suspended(w)
    w.caller.send(w.request("CANCEL", Via=header(w.invite, "Via"), drop=("Contact",)), w.port)
    w.ack(w.caller.expect("487"))


@flow
def suspend_fail(w):
    w.reply(w.call(), 486)
    w.callee.expect("ACK")
    go_on(w)
    w.caller.expect("SIP/2.0 200 Went")
    got = w.other.expect("INVITE")
    w.reply(got, 404, party=w.other, tag="b1x")
    w.ack(w.caller.expect("404"))
