# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""Functions and variables that the reference release does not have, or that need a whole server: a real kukini on loopback sockets."""
import pathlib
import socket
import tempfile
import unittest

from servers import Kukini, free_port

MODULES = "".join(f'loadmodule "{m}.so"\n' for m in ("pv", "xlog", "sl", "tm", "tmx", "siputils", "textops", "textopsx", "corex", "sdpops"))


class NewFunctions(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="kukini-")))
        self.phone, self.other = (self.enterContext(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) for _ in range(2))
        for s in (self.phone, self.other):
            s.bind(("127.0.0.1", 0))
            s.settimeout(5)
        self.port, self.other_port = self.phone.getsockname()[1], self.other.getsockname()[1]

    def start(self, text):
        self.sip = free_port()
        text = text.replace("OTHER", f"sip:127.0.0.1:{self.other_port}")
        self.server = self.enterContext(Kukini(self.folder, f"listen=udp:127.0.0.1:{self.sip} name \"main\"\n" + MODULES + text))

    def send(self, method="OPTIONS", extra="", body="", call="c1"):
        self.phone.sendto((f"{method} sip:u@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:{self.port};branch=z9hG4bK{call}\r\nFrom: <sip:a@x>;tag=1\r\n"
                           f"To: <sip:b@y>\r\nCall-ID: {call}\r\nCSeq: 1 {method}\r\nMax-Forwards: 70\r\n{extra}Content-Length: {len(body)}\r\n\r\n{body}").encode(),
                          ("127.0.0.1", self.sip))

    def reason(self, **how):
        self.send(**how)
        return self.phone.recv(65536).decode().split("\r\n")[0].split(" ", 2)[2]

    def test_msg_changed_route(self):
        self.start('request_route { $var(before) = "b"; append_hf("X-New: there\\r\\n"); $ru = "sip:changed@x"; msg_changed_route("SEES");\n'
                   '  append_to_reply("X-Here: $hdr(X-New)|$hdr(X-Lost)|$ou\\r\\n"); sl_send_reply("200", "$var(seen)"); }\n'
                   'route[SEES] { $var(seen) = $var(before) + "|" + $hdr(X-New) + "|" + $ou; append_hf("X-Lost: 1\\r\\n"); remove_hf("To"); }\n')
        self.send()
        reply = self.phone.recv(65536).decode()
        self.assertTrue(reply.startswith("SIP/2.0 200 b|there|sip:changed@x\r\n"), reply)
        self.assertIn("X-Here: <null>|<null>|sip:u@127.0.0.1\r\n", reply)

    def test_variables_to_xavp_and_back(self):
        self.start('request_route { $var(a) = "text"; $var(n) = 5; pv_var_to_xavp("*", "all"); pv_var_to_xavp("a", "one");\n'
                   '  $xavp(in=>n) = 7; $xavp(in[0]=>unknown_name) = 1; pv_xavp_to_var("in");\n'
                   '  sl_send_reply("200", "$xavp(all=>a) $xavp(all=>n) $xavp(one=>a) $xavp(one=>n) $var(n)"); }\n')
        self.assertEqual(self.reason(), "text 5 text <null> 7")

    def test_forward_uac(self):
        self.start('request_route { append_hf("X-Copy: 1\\r\\n"); forward_uac_uri("OTHER"); $du = "OTHER"; forward_uac(); sl_send_reply("200", "OK"); }\n')
        self.send(extra="Via: SIP/2.0/TCP 192.0.2.9;branch=z9hG4bKold\r\n")
        self.assertIn(" 200 ", self.phone.recv(65536).decode())
        for _ in range(2):
            got = self.other.recv(65536).decode()
            vias = [line for line in got.split("\r\n") if line.startswith("Via:")]
            self.assertEqual(len(vias), 1, got)
            self.assertIn(f"127.0.0.1:{self.sip}", vias[0])
            self.assertIn("X-Copy: 1\r\n", got)
        # Its reply ends here.
        self.other.sendto(f"SIP/2.0 200 OK\r\n{vias[0]}\r\nFrom: <sip:a@x>;tag=1\r\nTo: <sip:b@y>;tag=2\r\nCall-ID: c1\r\nCSeq: 1 OPTIONS\r\n"
                          "Content-Length: 0\r\n\r\n".encode(), ("127.0.0.1", self.sip))
        self.phone.settimeout(0.3)
        with self.assertRaises(TimeoutError):
            self.phone.recv(65536)

    def test_flags_of_the_via(self):
        self.start('request_route { msg_vbflag_set(3); t_newtran(); if (t_vbflag_is_set(3)) { t_vbflag_reset(3); }\n'
                   '  if (!msg_vbflag_is_set(3) && t_vbflag_set(31) && !t_vbflag_set(32)) { t_reply("200", "as it should be"); } else { t_reply("500", "no"); } }\n')
        self.assertEqual(self.reason(), "as it should be")

    def test_where_a_statement_stands(self):
        self.start('request_route {\n  route(HERE);\n}\nroute[HERE] { sl_send_reply("200", "$cfg(route) $(cfg(line){s.int}) $lsock(n/main/index)"); }\n')
        line = 1 + MODULES.count("\n") + 4
        self.assertEqual(self.reason(), f"HERE {line} 0")

    def test_cancel_of_one_branch(self):
        self.start('request_route { if (is_method("INVITE")) { $du = "OTHER"; t_newtran(); $shv(i) = $T(id_index); $shv(l) = $T(id_label); t_relay(); exit; }\n'
                   '  if (t_cancel_branch_idx($shv(i), $shv(l), 7)) { sl_send_reply("500", "no such branch"); exit; }\n'
                   '  if (t_cancel_branch_idx($shv(i), $shv(l), 0)) { sl_send_reply("200", "cancelled"); } else { sl_send_reply("404", "none"); } }\n')
        self.send("INVITE", call="same")
        got = self.other.recv(65536).decode()
        via = next(line for line in got.split("\r\n") if line.startswith("Via:"))
        self.assertIn(" 100 ", self.phone.recv(65536).decode())
        head = "\r\n".join(line for line in got.split("\r\n")[1:] if line.startswith(("Via", "From", "Call-ID", "CSeq")))
        self.other.sendto(f"SIP/2.0 180 Ringing\r\n{head}\r\nTo: <sip:b@y>;tag=2\r\nContent-Length: 0\r\n\r\n".encode(), ("127.0.0.1", self.sip))
        self.assertIn(" 180 ", self.phone.recv(65536).decode())
        self.assertEqual(self.reason(call="same"), "cancelled")
        cancel = self.other.recv(65536).decode()
        self.assertTrue(cancel.startswith("CANCEL"), cancel)
        self.assertIn(via, cancel)


if __name__ == "__main__":
    unittest.main()
