# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""One request: answered by the server, or relayed and answered by the callee. Their routes stand in flow_config.py."""
from play import relayed, simple

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
relayed("ds_domain")

VALUES = ('Foo: one, two;bar=1;baz="x,y", three\r\nFoo: four\r\nSupported: path, 100rel\r\nAllow: INVITE,ACK\r\n'
          'Authorization: Digest username="u", realm="r"\r\nSubject: hi\r\nX-Mid: m\r\nX-End: e\r\n')
for n in ("apply", "apply_later", "no_body", "keep", "values", "iterate", "precheck"):
    relayed(n, extra=VALUES)
for n in ("contacts", "contact_param"):
    relayed(n, Contact='"Al" <sip:al:pw@192.0.2.7:5070;transport=tcp;x=y>;q=1, <sip:bo@host.example>')
relayed("apply_body", extra="Content-Type: text/plain\r\n")
relayed("lines", body="line one\r\nline two\r\nline three\r\n", extra="Content-Type: text/plain\r\n")
simple("apply_answer")
