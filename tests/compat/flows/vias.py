# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""Odd forms of Via, Max-Forwards and others: in what is relayed, and in replies."""
from play import relayed, simple

OWN = "SIP/2.0/UDP CALLERADDR;branch=z9hG4bKoptions1-"
FORMS = {
    "plain": OWN + "a", "rport": OWN + "b;rport", "rport_first": "SIP/2.0/UDP CALLERADDR;rport;branch=z9hG4bKoptions1-c", "rport_value": OWN + "d;rport=7",
    "received": OWN + "e;received=10.9.8.7;rport", "lower": "sip/2.0/udp CALLERADDR;branch=z9hG4bKoptions1-f", "spaces": "SIP / 2.0 / UDP CALLERADDR ; branch = z9hG4bKoptions1-g ; rport",
    "alias": OWN + "h;alias;rport", "i_param": OWN + "i;i=3", "flag": OWN + "k;flag;rport", "ttl": OWN + "l;ttl=16;maddr=127.0.0.1",
    "ipv6": "SIP/2.0/UDP [2001:db8::9]:5062;branch=z9hG4bKoptions1-m;rport", "name": "SIP/2.0/UDP host.example:5062;rport;branch=z9hG4bKoptions1-n",
    "no_port": "SIP/2.0/UDP 10.1.1.1;rport;branch=z9hG4bKoptions1-o", "tcp": "SIP/2.0/TCP CALLERADDR;branch=z9hG4bKoptions1-p;rport", "no_cookie": "SIP/2.0/UDP CALLERADDR;branch=oldoptions1-q",
    "folded": "SIP/2.0/UDP CALLERADDR\r\n ;branch=z9hG4bKoptions1-s\r\n ;rport", "case": "SIP/2.0/UDP CALLERADDR;BRANCH=z9hG4bKoptions1-t;RPORT",
    "other_address": "SIP/2.0/UDP 127.0.0.9:5062;branch=z9hG4bKoptions1-u;rport",
    "two": OWN + "v;rport, SIP/2.0/UDP 10.1.1.1:5062;branch=z9hG4bKoptions2-v", "three": OWN + "w;rport, SIP/2.0/TCP 10.1.1.1,SIP/2.0/TLS 10.1.1.2;received=1.2.3.4",
}
for n, via in FORMS.items():
    simple(f"via__{n}", route=r'append_to_reply("N: $siz\r\n"); sl_send_reply("200", "OK");' if n == "plain" else None, Via=via)
    relayed(f"via_relay__{n}", method="OPTIONS", body="", route='$du = "CALLEE"; t_relay();' if n == "plain" else None, Via=via)
    if n in ("plain", "rport", "received", "i_param", "two", "three", "ipv6", "no_cookie", "case"):
        relayed(f"via_forward__{n}", method="OPTIONS", body="", route='$du = "CALLEE"; forward();' if n == "plain" else None, Via=via)
        relayed(f"via_forced__{n}", method="OPTIONS", body="", route='force_rport(); $du = "CALLEE"; t_relay();' if n == "plain" else None, Via=via)
        simple(f"via_t_reply__{n}", route='t_newtran(); t_reply("486", "Busy");' if n == "plain" else None, Via=via)
simple("via__second_line", extra="Via: SIP/2.0/UDP 10.3.3.3;branch=z9hG4bKoptions2-x\r\nv: SIP/2.0/UDP 10.4.4.4;branch=z9hG4bKoptions3-x;received=1.1.1.1\r\n")
relayed("via_relay__second_line", method="OPTIONS", body="", extra="Via: SIP/2.0/UDP 10.3.3.3;branch=z9hG4bKoptions2-x\r\nv: SIP/2.0/UDP 10.4.4.4;branch=z9hG4bKoptions3-x\r\n")
simple("via__compact", drop=("Via",), extra="v: " + OWN + "y;rport\r\n")

for n, value in (("one", "1"), ("ten", "10"), ("eleven", "11"), ("max", "255"), ("spaces", "  5  "), ("zeros", "007")):
    relayed(f"hops__{n}", method="OPTIONS", body="",
            route=r'if (!mf_process_maxfwd_header("10")) { append_hf("N: $rc $retcode\r\n"); } $du = "CALLEE"; t_relay();' if n == "one" else None, Max_Forwards=value)
for n, value in (("text", "many"), ("negative", "-1"), ("empty", ""), ("trailing", "5 x")):
    simple(f"hops_bad__{n}", route='sl_send_reply("200", "OK");' if n == "text" else None, Max_Forwards=value)
relayed("hops__none", method="OPTIONS", body="", drop=("Max-Forwards",))

for n, fields in (("no_contact", {"drop": ("Contact",)}), ("star", {"Contact": "*"}), ("two_contacts", {"Contact": "<sip:a@CALLERADDR>;q=0.5, <sip:b@CALLERADDR>"}), ("bare", {"Contact": "sip:a@CALLERADDR;x=y"}),
                  ("quoted", {"Contact": '"A, \\"B\\" <x>" <sip:a@CALLERADDR>;expires=60'}), ("from_bare", {"From": "sip:x@example.com;tag=a1q"}), ("from_space", {"From": "  Some Body   <sip:x@example.com> ; tag=a1w ;p=q"}),
                  ("from_params", {"From": "<sip:x@example.com;a=b?h=1>;x=y;tag=a1r;z"}), ("to_display", {"To": '"To, it" <sip:odd_fields@x.example>'}), ("to_params", {"To": "<sip:odd_fields@x.example>;p=1"}),
                  ("compact", {"drop": ("From", "To", "Contact"), "f": "<sip:x@example.com>;tag=a1c", "t": "<sip:odd_fields@x>", "m": "<sip:a@CALLERADDR>"}),
                  ("cseq_spaces", {"CSeq": "  7   OPTIONS"}), ("cseq_large", {"CSeq": "2147483647 OPTIONS"}), ("cseq_zeros", {"CSeq": "0001 OPTIONS"}), ("user_agent", {"User_Agent": "x y/1.0 (z)"})):
    relayed(f"odd_fields__{n}", method="OPTIONS", body="",
            route=r'append_hf("N: $fU|$fd|$fn|$ft|$tU|$td|$tn|$ct|$cs|$ua\r\n"); $du = "CALLEE"; t_relay();' if n == "no_contact" else None, **fields)
    simple(f"odd_answer__{n}", route=r'append_to_reply("N: $fU|$ft|$tt\r\n"); sl_send_reply("404", "None");' if n == "no_contact" else None,
           **{k: v.replace("odd_fields", "odd_answer") if isinstance(v, str) else v for k, v in fields.items()})
for n, method in (("unknown", "FOO"), ("lower", "options"), ("dash", "X-Y.z!"), ("publish", "PUBLISH"), ("refer", "REFER"), ("update", "UPDATE"), ("prack", "PRACK"), ("notify", "NOTIFY"), ("register", "REGISTER")):
    simple(f"method__{n}", method, route=r'append_to_reply("N: $rm $cs\r\n"); sl_send_reply("200", "OK");' if n == "unknown" else None)
    relayed(f"method_relay__{n}", method, body="", route='$du = "CALLEE"; t_relay();' if n == "unknown" else None)
for n, uri in (("params", "sip:bob@CALLEEADDR;a=b;lr;x"), ("password", "sip:bob:pw@CALLEEADDR"), ("no_user", "sip:CALLEEADDR"), ("escaped", "sip:b%40o@CALLEEADDR"),
               ("upper", "SIP:bob@CALLEEADDR;TRANSPORT=UDP"), ("method", "sip:bob@CALLEEADDR;method=INVITE"), ("user_params", "sip:bob;phone-context=x@CALLEEADDR"), ("maddr", "sip:bob@host.example;maddr=127.0.0.1"),
               ("ttl", "sip:bob@CALLEEADDR;ttl=3;user=phone")):
    relayed(f"uris__{n}", route=r'append_hf("N: $rU|$rd|$rP|$ru|$(ru{uri.params})\r\n"); $du = "CALLEE"; t_relay();' if n == "params" else None, ruri=uri)
    relayed(f"uris_set__{n}", route=r'$rU = "new"; $rp = "5099"; append_hf("N: $ru\r\n"); $rd = "h.example"; $du = "CALLEE"; t_relay();' if n == "params" else None, ruri=uri)
simple("uris_bad__headers", route='sl_send_reply("200", "OK");', ruri="sip:bob@CALLEEADDR?a=b&c=d")
