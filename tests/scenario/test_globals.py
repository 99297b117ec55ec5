# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""Global parameters take effect: a real kukini on loopback sockets, one small script each."""
import os
import pathlib
import re
import socket
import subprocess
import tempfile
import unittest

from servers import BIN, Kukini, free_port, need, wait_for

MODULES = "".join(f'loadmodule "{m}.so"\n' for m in ("pv", "xlog", "sl", "tm", "rr", "siputils", "textops"))


def request(method, uri, port, call="c1", via="127.0.0.1", extra=""):
    return (f"{method} {uri} SIP/2.0\r\nVia: SIP/2.0/UDP {via}:{port};branch=z9hG4bK{call}\r\nFrom: <sip:a@x>;tag=1\r\nTo: <sip:b@y>\r\n"
            f"Call-ID: {call}\r\nCSeq: 1 {method}\r\nMax-Forwards: 70\r\n{extra}Content-Length: 0\r\n\r\n").encode()


class Globals(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="kukini-")))
        self.phone = self.enterContext(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
        self.phone.bind(("127.0.0.1", 0))
        self.phone.settimeout(5)
        self.port = self.phone.getsockname()[1]
        self.calls = 0

    def start(self, text, *options):
        self.sip = free_port()
        self.server = self.enterContext(Kukini(self.folder, text.replace("$PORT", str(self.sip)), *options))
        return self.server

    def ask(self, method="OPTIONS", uri="sip:u@x", to=None, **how):
        """The reply to a request, as text."""
        self.calls += 1
        self.phone.sendto(request(method, uri, self.port, f"c{self.calls}", **how), to or ("127.0.0.1", self.sip))
        return self.phone.recv(65536).decode()

    def answer(self, condition, **how):
        """The reason of a reply that says whether a condition of the script holds."""
        return self.ask(**how).split("\r\n")[0].split(" ", 2)[2]

    def myself(self, *uris):
        return [self.answer(None, uri=u) for u in uris]

    SELF = MODULES + 'request_route { if (uri==myself) sl_send_reply("200", "yes"); else sl_send_reply("200", "no"); }\n'

    def test_listen_forms(self):
        first = free_port()
        s = self.start(f"auto_aliases=no\nlisten=udp:127.0.0.1:$PORT advertise sip.example.org:5080\nlisten=udp:127.0.0.1:{first} name \"second\"\n"
                       f"listen=udp:localhost:{free_port()}\nlisten=(127.0.0.2, 127.0.0.3):{first}\n" + self.SELF)
        text = s.kamcmd("core.sockets_list")
        for address in ("127.0.0.2", "127.0.0.3"):
            self.assertIn(address, text)
        self.assertEqual(text.count("proto: udp"), 5, text)
        self.assertIn("second", text)
        self.assertEqual(self.myself("sip:sip.example.org:5080", f"sip:sip.example.org:{self.sip}", "sip:sip.example.org:5090", f"sip:127.0.0.1:{first}",
                                     "sip:127.0.0.1:5099"), ["yes", "yes", "no", "yes", "no"])
        self.assertEqual(self.answer(None, to=("127.0.0.3", first)), "no")

    def test_listen_on_interface_range_ipv6(self):
        first = free_port()
        config = f"listen=udp:lo:$PORT\nlisten=udp:127.0.0.1:{first}-{first}\n"
        try:
            free_port("::1")
            config += f"listen=udp:[::1]:{first}\n"
        except OSError:
            pass
        text = self.start(config + self.SELF).kamcmd("core.sockets_list")
        self.assertIn("127.0.0.1", text)
        if "::1" in config:
            self.assertIn("[::1]", text)

    def test_virtual_socket(self):
        """It is served, and ours only while the machine has the address: an interface says so, or what came in by it."""
        port = free_port("127.0.0.5")
        self.start(f"auto_aliases=no\nlisten=udp:127.0.0.1:$PORT\nlisten=udp:127.0.0.5:{port} virtual\nlisten=udp:192.0.2.55:{port} virtual\n" + self.SELF)
        self.assertEqual(self.answer(None, uri=f"sip:127.0.0.5:{port}"), "no")
        self.assertEqual(self.answer(None, uri=f"sip:192.0.2.55:{port}"), "no")
        self.assertEqual(self.answer(None, uri=f"sip:127.0.0.5:{port}", to=("127.0.0.5", port)), "yes")

    def test_aliases(self):
        self.start("auto_aliases=no\nlisten=udp:127.0.0.1:$PORT\nalias=sip.example.com\nalias=udp:one.example:5070 two.example\nport=5062\n" + self.SELF)
        self.assertEqual(self.myself("sip:sip.example.com:1234", "sip:one.example:5070", "sip:one.example:5071", "sip:TWO.example", "sip:localhost"),
                         ["yes", "yes", "no", "yes", "no"])

    def test_auto_aliases(self):
        if socket.getfqdn("127.0.0.1") != "localhost":
            self.skipTest("127.0.0.1 is not called localhost here")
        s = self.start("listen=udp:127.0.0.1:$PORT\n" + self.SELF)
        self.assertEqual(self.myself(f"sip:localhost:{self.sip}", "sip:localhost:5060"), ["yes", "no"])
        self.assertRegex(s.kamcmd("core.aliases_list"), "address: localhost")

    def test_headers_made_here(self):
        self.start('server_header="Server: Mine/1"\nuser_agent_header="User-Agent: Mine/2"\nsip_warning=yes\nlisten=udp:127.0.0.1:$PORT\n' + self.SELF)
        reply = self.ask(uri="sip:someone@there")
        self.assertIn("\r\nServer: Mine/1\r\n", reply)
        self.assertRegex(reply, r'\r\nWarning: 392 127\.0\.0\.1:%d "Noisy feedback tells:  pid=\d+ req_src_ip=127\.0\.0\.1 req_src_port=%d in_uri=sip:someone@there '
                                r'out_uri=sip:someone@there via_cnt==1"\r\n' % (self.sip, self.port))

    def test_no_signature(self):
        self.start("server_signature=no\nlisten=udp:127.0.0.1:$PORT\n" + self.SELF)
        self.assertNotIn("Server:", self.ask())

    RELAY = MODULES + 'request_route { $du = "sip:127.0.0.1:$PEER"; $CHANGE t_relay(); exit; }\n'

    def relayed(self, config, change="", request_to=None):
        """What a second phone receives, and where from."""
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as peer:
            peer.bind(("127.0.0.1", 0))
            peer.settimeout(5)
            self.start(config + self.RELAY.replace("$PEER", str(peer.getsockname()[1])).replace("$CHANGE", change))
            self.calls += 1
            self.phone.sendto(request("MESSAGE", "sip:x@y", self.port, f"c{self.calls}"), request_to or ("127.0.0.1", self.sip))
            data, source = peer.recvfrom(65536)
            return data.decode(), source

    def test_mhomed(self):
        first, second = free_port(), free_port()
        lines = f"listen=udp:127.0.0.1:{first}\nlisten=udp:127.0.0.1:{second}\nlisten=udp:127.0.0.9:$PORT\n"
        self.assertEqual(self.relayed("mhomed=1\n" + lines, request_to=("127.0.0.1", second))[1], ("127.0.0.1", first))

    def test_without_mhomed(self):
        first, second = free_port(), free_port()
        lines = f"listen=udp:127.0.0.1:{first}\nlisten=udp:127.0.0.1:{second}\nlisten=udp:127.0.0.9:$PORT\n"
        self.assertEqual(self.relayed(lines, request_to=("127.0.0.1", second))[1], ("127.0.0.1", second))

    def test_advertised_address(self):
        data, _ = self.relayed('advertised_address="sip.example.org"\nadvertised_port=5077\nlisten=udp:127.0.0.1:$PORT\n')
        self.assertRegex(data, r"Via: SIP/2.0/UDP sip\.example\.org:5077;branch")

    def test_local_rport(self):
        data, _ = self.relayed("local_rport=yes\nlisten=udp:127.0.0.1:$PORT\n")
        self.assertRegex(data.split("\r\n")[1], r";rport$")

    def test_xavp_via(self):
        """Parameters and address of our Via come from $xavp where the functions of corex ask for them."""
        change = ('$xavp(vp=>tag) = "blue"; $xavp(vp[0]=>n) = "7"; $xavp(vf=>address) = "via.example"; $xavp(vf[0]=>port) = "5099"; '
                  'via_add_xavp_params("1"); via_use_xavp_fields("1"); via_add_srvid("1");')
        data, _ = self.relayed('xavp_via_params="vp"\nxavp_via_fields="vf"\nserver_id=42\nlisten=udp:127.0.0.1:$PORT\nloadmodule "corex.so"\n', change=change)
        via = data.split("\r\n")[1]
        self.assertRegex(via, r"^Via: SIP/2.0/UDP via\.example:5099;branch=")
        for parameter in ("tag=blue", "n=7", "srvid=42"):
            self.assertIn(parameter, via)

    def test_blocklist(self):
        """What left an INVITE without any reply gets nothing for a while, but for BYE."""
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
            silent.bind(("127.0.0.1", 0))
            silent.settimeout(0.4)
            to = silent.getsockname()[1]
            self.start("use_dst_blocklist=on\ndst_blocklist_expire=2\nlisten=udp:127.0.0.1:$PORT\n" + MODULES + f"""modparam("tm", "fr_timer", 500)
request_route {{ $du = "sip:127.0.0.1:{to}"; if (!t_relay()) sl_send_reply("478", "blocked"); exit; }}\n""")

            def final(method):
                self.calls += 1
                self.raw(request(method, "sip:x@y", self.port, f"b{self.calls}"))
                while True:
                    line = self.phone.recv(65536).decode().split("\r\n")
                    if f"Call-ID: b{self.calls}" in line and not line[0].startswith("SIP/2.0 1"):
                        return line[0].split(" ")[1]

            def drained():
                got = []
                try:
                    while True:
                        got.append(silent.recv(65536).decode().split(" ")[0])
                except TimeoutError:
                    return got

            self.assertEqual(final("INVITE"), "408")
            self.assertIn("INVITE", drained())
            self.assertIn(final("INVITE"), ("477", "478", "500"))
            self.assertEqual(drained(), [])
            self.raw(request("BYE", "sip:x@y", self.port, "bye"))
            self.assertIn("BYE", drained())
            def gets_through():
                self.calls += 1
                self.raw(request("MESSAGE", "sip:x@y", self.port, f"m{self.calls}"))
                return "MESSAGE" in drained()

            wait_for(gets_through, 10, "still blocked")

    def test_add_local_rport(self):
        data, _ = self.relayed("listen=udp:127.0.0.1:$PORT\n", change="add_local_rport();")
        self.assertRegex(data.split("\r\n")[1], r";rport$")

    def test_set_advertised_address(self):
        data, _ = self.relayed("listen=udp:127.0.0.1:$PORT\n", change='set_advertised_address("one.example"); set_advertised_port(5099); record_route();')
        self.assertRegex(data, r"Via: SIP/2.0/UDP one\.example:5099;branch")
        self.assertRegex(data, r"Record-Route: <sip:one\.example:5099;lr")

    def raw(self, data):
        self.phone.sendto(data, ("127.0.0.1", self.sip))

    def lines(self, pattern, count=1):
        wait_for(lambda: len(re.findall(pattern, self.server.log())) >= count, 10, lambda: f"no {pattern}: " + self.server.log()[-3000:])
        return re.findall(pattern, self.server.log())

    def test_return_mode(self):
        """1: conditions see what is returned, and all but 0 is true."""
        body = ('listen=udp:127.0.0.1:$PORT\n' + MODULES + """request_route {
  $var(t) = "";
  if (route(M2)) $var(t) = $var(t) + "a"; else $var(t) = $var(t) + "b";
  if (route(M2) == -2) $var(t) = $var(t) + "c";
  if (route(M2) < 0) $var(t) = $var(t) + "d";
  if (!route(M2)) $var(t) = $var(t) + "e";
  if (route(M2) && is_method("INVITE")) $var(t) = $var(t) + "f";
  if (route(FIVE) == 5) $var(t) = $var(t) + "g";
  if (route(FIVE) > 0) $var(t) = $var(t) + "h";
  route(M2); $var(t) = $var(t) + $rc;
  sl_send_reply("200", "$var(t)"); }
route[M2] { return -2; }
route[FIVE] { return 5; }
""")
        self.start("return_mode=1\n" + body)
        self.assertEqual(self.answer(None), "acdfgh-2")

    def test_return_mode_0(self):
        body = MODULES + """request_route { if (route(M2)) $var(t) = "a"; else $var(t) = "b"; if (route(M2) == -2) $var(t) = $var(t) + "c";
  sl_send_reply("200", "$var(t)$rc"); }
route[M2] { return -2; }
"""
        self.start("listen=udp:127.0.0.1:$PORT\nreturn_mode=0\n" + body)
        self.assertEqual(self.answer(None), "b-2")

    EVENTS = MODULES + """event_route[core:msg-received] { xlog("L_NOTICE", "received $rcv(len) from $rcv(srcip):$rcv(srcport) [$(rcv(buf){s.substr,0,7})]\\n"); if ($rcv(len) == 13) drop; }
event_route[core:pre-routing] { xlog("L_NOTICE", "before routing $rm $ci\\n"); if ($rU == "drop") drop; }
event_route[core:receive-parse-error] { xlog("L_NOTICE", "no message: $ml [$(mb{s.substr,0,9})] from $si:$sp\\n"); }
event_route[core:modinit-before] { xlog("L_NOTICE", "modinit-before\\n"); }
event_route[core:worker-one-init] { xlog("L_NOTICE", "worker-one-init\\n"); }
request_route { sl_send_reply("200", "OK"); }
"""

    def test_events_of_the_core(self):
        self.start("debug=2\nreceived_route_mode=1\nlisten=udp:127.0.0.1:$PORT\n" + self.EVENTS)
        self.lines("worker-one-init")
        self.assertRegex(self.server.log(), r"(?s)modinit-before.*worker-one-init")
        self.assertEqual(self.answer(None), "OK")
        self.lines(rf"received \d+ from 127\.0\.0\.1:{self.port} \[OPTIONS\]")
        self.lines("before routing OPTIONS c1")
        self.raw(b"nonsense of some kind\r\n\r\n")
        self.lines(rf"no message: 25 \[nonsense \] from 127\.0\.0\.1:{self.port}")
        self.raw(b"thirteen byte")
        self.lines("received 13 from")
        self.assertEqual(self.answer(None), "OK")
        self.assertEqual(self.server.log().count("no message"), 1)
        self.phone.settimeout(0.6)
        with self.assertRaises(TimeoutError):
            self.ask(uri="sip:drop@x")
        self.lines("before routing OPTIONS c3")

    def test_received_route_mode_is_off_without_it(self):
        self.start("debug=2\nlisten=udp:127.0.0.1:$PORT\n" + self.EVENTS)
        self.assertEqual(self.answer(None), "OK")
        self.lines("before routing OPTIONS c1")
        self.assertNotIn("received 2", self.server.log())

    def test_reply_to_via(self):
        """The reply goes to the address in Via instead of where the request came from."""
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
            other.bind(("127.0.0.2", 0))
            other.settimeout(5)
            self.start("reply_to_via=yes\nlisten=udp:127.0.0.1:$PORT\n" + MODULES + 'request_route { if (is_method("MESSAGE")) { t_newtran(); t_reply("202", "tm"); } else sl_send_reply("200", "sl"); }\n')
            for method, reason in (("OPTIONS", "sl"), ("MESSAGE", "tm")):
                self.raw(request(method, "sip:x@y", other.getsockname()[1], "v" + method, via="127.0.0.2"))
                self.assertIn(reason, other.recv(65536).decode().split("\r\n")[0])
            self.raw(request("OPTIONS", "sip:x@y", self.port, "vname", via="phone.invalid"))
            self.assertIn("sl", self.phone.recv(65536).decode().split("\r\n")[0])

    def test_onsend_route_for_replies(self):
        """Of transactions and stateless ones; dropped ones stay here."""
        for setting, expected in (("yes", ["SIP/2.0 180 Ringing", "SIP/2.0 200 OK"]), ("no", [])):
            for way in ("t_relay();", "forward();"):
                with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as peer:
                    peer.bind(("127.0.0.1", 0))
                    peer.settimeout(5)
                    self.folder = self.folder / way[:3]
                    self.folder.mkdir()
                    self.start(f"debug=2\nonsend_route_reply={setting}\nlisten=udp:127.0.0.1:$PORT\n" + self.RELAY.replace("$PEER", str(peer.getsockname()[1])).replace(
                        "$CHANGE t_relay();", way) + """onsend_route { if ($mt == 2) { xlog("L_NOTICE", "sending [$(sndto(buf){s.substr,0,20})] to $sndto(ip):$sndto(port)\\n"); if ($rs == 180) drop; } }\n""")
                    self.calls += 1
                    self.raw(request("MESSAGE", "sip:x@y", self.port, f"o{self.calls}"))
                    data, source = peer.recvfrom(65536)
                    for line in ("180 Ringing", "200 OK"):
                        keep = [h for h in data.decode().split("\r\n")[1:] if not h.startswith(("Max-Forwards", "User-Agent"))]
                        peer.sendto(("\r\n".join([f"SIP/2.0 {line}"] + keep)).encode(), source)
                    first = self.phone.recv(65536).decode().split("\r\n")[0]
                    self.assertEqual(first, "SIP/2.0 200 OK" if setting == "yes" else "SIP/2.0 180 Ringing")
                    if setting == "no":
                        self.assertIn("200", self.phone.recv(65536).decode().split("\r\n")[0])
                    seen = re.findall(rf"sending \[(SIP/2.0 \d+ \w+)\s*\S*\] to 127\.0\.0\.1:{self.port}", self.server.log())
                    self.assertEqual(seen, expected, self.server.log()[-2000:])
                self.server.__exit__(None, None, None)

    def test_exec(self):
        """The shell's command has ended when the script goes on; other messages are served meanwhile."""
        out = self.folder / "out"
        self.start("children=1\nlisten=udp:127.0.0.1:$PORT\n" + MODULES + f"""request_route {{
  if (is_method("OPTIONS")) {{ sl_send_reply("200", "at once"); exit; }}
  exec("sleep 0.4; echo $rU > {out}");
  sl_send_reply("200", "done");
}}
""")
        self.phone.sendto(request("MESSAGE", "sip:ann@x", self.port, "slow"), ("127.0.0.1", self.sip))
        self.assertEqual(self.answer(None), "at once")
        self.assertRegex(self.phone.recv(65536).decode(), "200 done")
        self.assertEqual(out.read_text(), "ann\n")

    def test_modparamx(self):
        file = self.folder / "x.cfg"
        text = ('#!define TAG one\n#!define LIMIT 7\nnode.name = "n1" desc "name"\nlisten=udp:127.0.0.1:$PORT\n' + MODULES +
                'loadmodule "maxfwd.so"\nmodparamx("maxfwd", "max_limit", "$def(LIMIT)")\nmodparamx("pv", "shvset", "a=s:$def(TAG)-$sel(cfg_get.node.name)-$env(KUKINI_T)")\n')
        os.environ["KUKINI_T"] = "e"
        self.start(text + 'request_route { sl_send_reply("200", "$shv(a)"); }\n')
        self.assertEqual(self.answer(None), "one-n1-e")
        file.write_text(text.replace("$PORT", "5060").replace("$def(LIMIT)", "$ru") + "request_route { exit; }\n")
        done = subprocess.run([str(BIN / "kukini"), "-c", "-f", str(file)], capture_output=True, text=True, timeout=15)
        self.assertIn("$ru has no value while the server starts", done.stderr)
        self.assertNotEqual(done.returncode, 0)

    def test_log_prefix(self):
        s = self.start('debug=2\nlog_stderror=yes\nlog_prefix="{$mt $hdr(CSeq) $ci} "\nlisten=udp:127.0.0.1:$PORT\n' + MODULES +
                       'request_route { xlog("L_NOTICE", "hello\\n"); sl_send_reply("200", "ok"); }\n')
        self.ask()
        wait_for(lambda: "hello" in s.log(), 5, s.log)
        self.assertRegex(s.log(), r"NOTICE: \{1 1 OPTIONS c1\} <script>: hello\n")

    def test_log_prefix_each_line(self):
        s = self.start('debug=2\nlog_stderror=yes\nlog_prefix="[$var(x)] "\nlog_prefix_mode=1\nlisten=udp:127.0.0.1:$PORT\n' + MODULES +
                       'request_route { $var(x) = "a"; xlog("L_NOTICE", "one\\n"); $var(x) = "b"; xlog("L_NOTICE", "two\\n"); sl_send_reply("200", "ok"); }\n')
        self.ask()
        wait_for(lambda: "two" in s.log(), 5, s.log)
        self.assertRegex(s.log(), r"\[a\] <script>: one\n(.|\n)*\[b\] <script>: two\n")

    def test_custom_variables(self):
        need("kamcmd")
        s = self.start('listen=udp:127.0.0.1:$PORT\ngrp.num = 5 desc "a number"\ngrp.txt = "abc" desc "a text"\n' + MODULES +
                       'request_route { sl_send_reply("200", "$sel(cfg_get.grp.num) $sel(cfg_get.grp.txt)"); }\n')
        self.assertEqual(self.answer(None), "5 abc")
        self.assertEqual(s.kamcmd("cfg.get", "grp", "txt"), "abc\n")
        s.kamcmd("cfg.set_now_int", "grp", "num", "7")
        s.kamcmd("cfg.set_now_string", "grp", "txt", "xyz")
        self.assertEqual(self.answer(None), "7 xyz")
        self.assertIn("a text", s.kamcmd("cfg.help", "grp", "txt"))
        self.assertIn("error: 400", s.kamcmd("cfg.set_now_string", "grp", "num", "many"))

    def test_max_branches(self):
        self.start("max_branches=3\nlisten=udp:127.0.0.1:$PORT\n" + MODULES +
                   'request_route { while (append_branch("sip:b@x")) { $var(n) = $var(n) + 1; } sl_send_reply("200", "$var(n)"); }\n')
        self.assertEqual(self.answer(None), "3")

    def test_max_while_loops(self):
        self.start("max_while_loops=20\nlisten=udp:127.0.0.1:$PORT\n" + MODULES +
                   'request_route { while (1) { $var(n) = $var(n) + 1; } sl_send_reply("200", "$var(n)"); }\n')
        self.assertEqual(self.answer(None), "20")

    def test_not_in_effect_is_said_once(self):
        file = self.folder / "kamailio.cfg"
        file.write_text("udp_accept_proxy=1\nudp_accept_proxy=1\nudp_mtu=1300\nudp_mtu_try_proto=TCP\nlisten=udp:127.0.0.1:5060\nrequest_route { exit; }\n")
        done = subprocess.run([str(BIN / "kukini"), "-c", "-f", str(file)], capture_output=True, text=True, timeout=15)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(len(re.findall("udp_accept_proxy has no effect yet", done.stderr)), 1, done.stderr)
        self.assertEqual(len(re.findall("udp_mtu has no effect yet", done.stderr)), 1, done.stderr)
        self.assertEqual(done.stderr.count("no effect yet"), 2, done.stderr)
        file.write_text("udp_accept_proxy=0\nudp_mtu=1300\nlisten=udp:127.0.0.1:5060\nrequest_route { exit; }\n")
        done = subprocess.run([str(BIN / "kukini"), "-c", "-f", str(file)], capture_output=True, text=True, timeout=15)
        self.assertNotIn("no effect", done.stderr)

    def test_params_are_listed(self):
        text = subprocess.run([str(BIN / "kukini"), "-h", "params"], capture_output=True, text=True, timeout=15).stdout
        self.assertIn("| mhomed | takes effect |", text)
        self.assertGreater(text.count("\n"), 230)


if __name__ == "__main__":
    unittest.main()
