# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""tmx with real calls: each INVITE is suspended, somebody else says when it goes on; timeouts and CANCEL while it waits."""
import pathlib
import re
import socket
import tempfile
import threading
import time
import unittest

from servers import Kukini, Sipp, free_port, need, wait_for

CONFIG = """
debug=2
listen=udp:127.0.0.1:{port}
children=4
loadmodule "tm.so"
loadmodule "tmx.so"
loadmodule "sl.so"
loadmodule "rr.so"
loadmodule "pv.so"
loadmodule "textops.so"
loadmodule "siputils.so"
loadmodule "xlog.so"
modparam("tm", "fr_timer", 2500)
request_route {{
    if ($rU == "go") {{
        if (t_continue("$hdr(X-Index)", "$hdr(X-Label)", "RESUME")) sl_send_reply("200", "OK");
        else sl_send_reply("404", "Not waiting");
        exit;
    }}
    if (is_method("CANCEL")) {{
        if (t_precheck_trans() || t_check_trans()) t_relay();
        exit;
    }}
    if (!is_method("ACK")) {{
        if (t_precheck_trans()) {{
            t_check_trans();
            exit;
        }}
        t_check_trans();
    }}
    if (has_totag()) {{
        loose_route();
        t_relay();
        exit;
    }}
    record_route();
    $avp(mark) = $ci;
    append_hf("X-Before: yes\\r\\n");
    t_on_failure("GIVEN_UP");
    t_on_branch("OUT");
    if (!t_suspend()) sl_send_reply("500", "Cannot wait");
    xlog("L_NOTICE", "waits $T(id_index) $T(id_label)\\n");
    exit;
}}
route[RESUME] {{
    if ($avp(mark) != $ci) xlog("L_ERR", "state is lost\\n");
    if (!t_is_request_route()) xlog("L_ERR", "not in a request route\\n");
    append_hf("X-After: yes\\r\\n");
    $du = "sip:127.0.0.1:{callee}";
    t_relay();
}}
branch_route[OUT] {{
    xlog("L_NOTICE", "branch $T_branch_idx leaves\\n");
}}
failure_route[GIVEN_UP] {{
    if (t_is_canceled()) exit;
    t_reply("480", "Nobody continued");
}}
"""


class Suspend(unittest.TestCase):
    CONFIG = CONFIG

    def setUp(self):
        need("sipp")
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="kukini-")))
        self.port, self.callee_port = free_port(), free_port()
        self.kukini = self.enterContext(Kukini(self.folder, self.CONFIG.format(port=self.port, callee=self.callee_port)))
        self.socket = self.enterContext(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
        self.socket.bind(("127.0.0.1", 0))
        self.socket.settimeout(3)
        self.own = self.socket.getsockname()[1]

    def waiting(self):
        return re.findall(r"waits (\d+) (\d+)\n", self.kukini.log())

    def go_on(self, index, label, number):
        """The code of the answer."""
        self.socket.sendto((f"OPTIONS sip:go@127.0.0.1:{self.port} SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:{self.own};branch=z9hG4bKgo{number}\r\n"
                            f"From: <sip:go@127.0.0.1>;tag=g{number}\r\nTo: <sip:go@127.0.0.1>\r\nCall-ID: go{number}\r\nCSeq: 1 OPTIONS\r\n"
                            f"X-Index: {index}\r\nX-Label: {label}\r\nContent-Length: 0\r\n\r\n").encode(), ("127.0.0.1", self.port))
        return int(self.socket.recv(4000).split()[1])

    def let_all_go(self, calls):
        """That many calls succeed though each waits; the log."""
        caller = self.enterContext(Sipp(self.folder, "uac", "-r", "20", "-s", "1000", remote=f"127.0.0.1:{self.port}", calls=calls))
        done, codes, stop = set(), [], threading.Event()

        def keep_going():
            while not stop.is_set() and len(done) < calls:
                for pair in self.waiting():
                    if pair not in done:
                        done.add(pair)
                        codes.append(self.go_on(*pair, len(done)))
                time.sleep(0.1)
        worker = threading.Thread(target=keep_going)
        worker.start()
        code = caller.wait(30)
        stop.set()
        worker.join()
        log = self.kukini.log()
        self.assertEqual(code, 0, caller.why() + log[-2000:])
        self.assertEqual(len(done), calls)
        self.assertEqual(set(codes), {200})
        self.assertNotIn("state is lost", log)
        self.assertNotIn("not in a request route", log)
        return log

    def test_calls_go_on(self):
        calls = 40
        callee = self.enterContext(Sipp(self.folder, "uas", port=self.callee_port))
        log = self.let_all_go(calls)
        self.assertEqual(log.count("branch 1 leaves"), calls, "the waiting branch is number 0")
        self.assertEqual(callee.process.poll(), None)

    def invite(self, number):
        self.socket.sendto((f"INVITE sip:1000@127.0.0.1:{self.port} SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:{self.own};branch=z9hG4bKi{number}\r\n"
                            f"From: <sip:a@127.0.0.1>;tag=a{number}\r\nTo: <sip:1000@127.0.0.1>\r\nCall-ID: i{number}\r\nCSeq: 1 INVITE\r\n"
                            f"Contact: <sip:a@127.0.0.1:{self.own}>\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n").encode(), ("127.0.0.1", self.port))

    def answers(self, until):
        """The first lines of what comes, up to the first that begins with `until`."""
        lines = []
        while not lines or not lines[-1].startswith(until):
            lines.append(self.socket.recv(4000).split(b"\r\n")[0].decode())
        return lines

    def test_nobody_continues(self):
        self.invite(1)
        self.invite(1)  # repeated: the 100 again
        self.assertEqual(self.answers("SIP/2.0 480")[-1], "SIP/2.0 480 Nobody continued")
        self.assertEqual(len(self.waiting()), 1)

    def test_the_caller_gives_up(self):
        self.invite(2)
        self.answers("SIP/2.0 100")
        wait_for(self.waiting, 3, "not suspended")
        self.socket.sendto((f"CANCEL sip:1000@127.0.0.1:{self.port} SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:{self.own};branch=z9hG4bKi2\r\n"
                            "From: <sip:a@127.0.0.1>;tag=a2\r\nTo: <sip:1000@127.0.0.1>\r\nCall-ID: i2\r\nCSeq: 1 CANCEL\r\nMax-Forwards: 70\r\n"
                            "Content-Length: 0\r\n\r\n").encode(), ("127.0.0.1", self.port))
        lines = self.answers("SIP/2.0 487")
        self.assertIn("SIP/2.0 200 canceling", lines)
        self.assertEqual(self.go_on(*self.waiting()[0], 3), 200, "no longer needed")

    def test_what_does_not_wait(self):
        # 200 where the number belongs to another worker: it is told, and finds nothing.
        for i, pair in enumerate(((12345, 6789), (4294967295, 4294967295), (0, 0), (1, 1), (2, 1), (3, 1))):
            self.assertIn(self.go_on(*pair, 10 + i), (200, 404))
        self.assertTrue(self.kukini.running())


REPLIES = """
debug=2
listen=udp:127.0.0.1:{port}
children=4
loadmodule "tm.so"
loadmodule "tmx.so"
loadmodule "sl.so"
loadmodule "rr.so"
loadmodule "pv.so"
loadmodule "textops.so"
loadmodule "siputils.so"
loadmodule "xlog.so"
request_route {{
    if ($rU == "go") {{
        if (t_continue("$hdr(X-Index)", "$hdr(X-Label)", "RESUME")) sl_send_reply("200", "OK");
        else sl_send_reply("404", "Not waiting");
        exit;
    }}
    if (is_method("CANCEL")) {{
        if (t_check_trans()) t_relay();
        exit;
    }}
    if (!is_method("ACK")) t_check_trans();
    if (has_totag()) {{
        loose_route();
        t_relay();
        exit;
    }}
    record_route();
    $avp(mark) = $ci;
    t_on_reply("WAIT");
    $du = "sip:127.0.0.1:{callee}";
    t_relay();
}}
onreply_route[WAIT] {{
    if (t_is_retr_async_reply()) drop;
    if ($rs != 200) exit;
    append_hf("X-Before: yes\\r\\n");
    if (!t_suspend()) xlog("L_ERR", "cannot wait\\n");
    xlog("L_NOTICE", "waits $T(id_index) $T(id_label)\\n");
}}
route[RESUME] {{
    if ($avp(mark) != $ci || $rs != 200 || !t_is_reply_route()) xlog("L_ERR", "state is lost\\n");
    append_hf("X-After: yes\\r\\n");
}}
"""


class SuspendReply(Suspend):
    """The 200 of each call waits until somebody lets it go on."""

    CONFIG = REPLIES
    test_nobody_continues = test_the_caller_gives_up = test_what_does_not_wait = None

    def test_calls_go_on(self):
        self.enterContext(Sipp(self.folder, "uas", port=self.callee_port))
        self.let_all_go(40)
        self.assertNotIn("cannot wait", self.kukini.log())


if __name__ == "__main__":
    unittest.main()
