# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""Calls: replies, ACK, CANCEL, failure routes, branches, suspended transactions. Their routes stand in flow_config.py."""
from play import call

INVITE, ACK = "callee < INVITE", "callee < ACK"
SDP = {"body": "v=0\r\n", "extra": "Content-Type: application/sdp\r\n"}
BUSY = (INVITE, "callee > 486", "caller < SIP/2.0 4", "caller > ACK", ACK)
SECOND = ("other < INVITE", "other > 180", "caller < 180", "other > 486", "caller < 486", "caller > ACK", "other < ACK")
TWO = (INVITE, "other < INVITE")

call("rr__call", INVITE, "callee > 180", "caller < 180", ("callee > 200", SDP), "caller < 200", "caller > ACK2", ACK, "caller > BYE", "callee < BYE", "callee > 200",
     "caller < 200")
call("relay__busy", INVITE, "callee > 180", "callee > 486", "caller < 486", "caller > ACK", ACK)
call("relay__cancel", INVITE, "callee > 180", "caller < 180", "caller > CANCEL", "callee < CANCEL", "callee > 200", "callee:INVITE > 487", "caller < 487", "caller > ACK",
     ACK)
call("relay__late_cancel", INVITE, "callee > 486", "caller < 486", "caller > ACK", ACK, "caller > CANCEL", "caller < 200")
call("relay__retransmission", INVITE, "callee > 180", "caller < 180", "caller > INVITE", "caller < 180", "callee > 603", "caller < 603", "caller > ACK")
call("onreply__ringing", INVITE, ("callee > 180", {"extra": "X-Drop: 1\r\n"}), "caller < 180", ("callee > 480", {"extra": "X-Drop: 1\r\n"}), "caller < 480", "caller > ACK")
call("drop_reply__provisional", INVITE, "callee > 180", "callee > 183", "callee > 200", "caller < 200")
call("drop_core__provisional", INVITE, ("callee > 180", {"extra": "X-Core: drop\r\n"}), "callee > 183", "caller < 183", "callee > 486", "caller < 486", "caller > ACK")
call("drop_first", "other < MESSAGE", "other > 202", "caller < 202", method="MESSAGE", body="x")
call("drop_failure", *BUSY)
call("exit_failure", *BUSY)
call("flags", INVITE, "callee > 180", "caller < 180", "callee > 486", "caller < 480", "caller > ACK")
call("fail_reply", INVITE, "callee > 486", "caller < 404", "caller > ACK", ACK)
for n in ("fail_next", "fail_hf", "fail_arm", "fail_twice", "fail_branch", "ds"):
    call(n, INVITE, "callee > 503", ACK, *SECOND)
call("fail_branches", *TWO, "callee > 404", ACK, "other > 486", "caller < 480", "caller > ACK")
call("fail_rearm", INVITE, "callee > 503", ACK, "other < INVITE", "other > 180", "caller < 180", "other > 486", "caller < 404", "caller > ACK", "other < ACK")
call("branch_both", *TWO, "callee > 404", "other > 404", "caller < 404", "caller > ACK")
call("parallel", *TWO, "callee > 180", "caller < 180", "other > 404", "other < ACK", "callee > 486", "caller < SIP/2.0 4", "caller > ACK", ACK)
call("parallel__winner", *TWO, "callee > 180", "caller < 180", "other > 200", "caller < 200", "callee < CANCEL", "callee > 200", "callee:INVITE > 487", ACK)
call("timeout", "caller < 404", "caller > ACK")
call("relay__unauthorised", INVITE, ("callee > 407", {"extra": 'Proxy-Authenticate: Digest realm="x", nonce="y"\r\n'}), "caller < 407", "caller > ACK", ACK)
call("status", INVITE, "callee > 180", "caller < 183", "callee > 486", "caller < 603", "caller > ACK", ACK)
call("status__other", INVITE, "callee > 404", "caller < 404", "caller > ACK", ACK)
call("t_vars", INVITE, "callee > 180", "caller < 180", ("callee > 503", {"extra": "Server: full\r\n"}), ACK, "other < INVITE", "other > 183", "caller < 183", "other > 200",
     "caller < 200")

WENT = ("caller < 100", "caller > GO-ON", "caller < SIP/2.0 200 Went")
call("suspend", *WENT, INVITE, "callee > 180", "caller < 180", "callee > 486", "caller < 486", "caller > ACK", ACK)
call("suspend_idle", "caller < 100", "caller > GO-ON", "caller < SIP/2.0 5", "caller > ACK")
call("suspend_late", "caller < 100", "caller < 404", "caller > ACK")
call("suspend_cancel", "caller < 100", "caller > CANCEL", "caller < 487", "caller > ACK")
call("suspend_fail", INVITE, "callee > 486", ACK, "caller > GO-ON", "caller < SIP/2.0 200 Went", "other < INVITE", "other > 404", "caller < 404", "caller > ACK")
