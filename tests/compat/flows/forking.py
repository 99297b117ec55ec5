# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""Several branches, one after the other and at once: which reply wins, CANCEL, redirects, branch flags, rewriting in every route."""
from play import BLOCKS, call

INVITE, END = "callee < INVITE", ("caller > ACK",)
TWO = (INVITE, "other < INVITE")
FORK = '$ru = "sip:first@CALLEEADDR"; append_branch("sip:second@OTHERADDR"); t_relay();'
AUTH1 = {"extra": 'WWW-Authenticate: Digest realm="one", nonce="n1"\r\n'}
AUTH2 = {"extra": 'Proxy-Authenticate: Digest realm="two", nonce="n2"\r\nWWW-Authenticate: Digest realm="three", nonce="n3"\r\n'}

call("fork", *TWO, "callee > 404", "other > 486", "caller < SIP/2.0 4", *END, route=FORK)
for a in (300, 401, 403, 404, 407, 408, 415, 480, 481, 484, 486, 487, 488, 500, 502, 503, 504, 600, 603, 604, 606):
    for b in (486, 503) if a not in (401, 407, 603) else (486, 503, 404, 600):
        # A 6xx ends the other branch with a CANCEL; it is answered by none here, so the final reply comes at once or with the other's.
        call(f"fork__{a}_{b}", *TWO, f"callee > {a} Reason", f"other > {b} Reason", "caller < SIP/2.0 ", *END)
call("fork__401_407", *TWO, ("callee > 401 One", AUTH1), ("other > 407 Two", AUTH2), "caller < SIP/2.0 4", *END)
call("fork__401_401", *TWO, ("callee > 401 One", AUTH1), ("other > 401 Two", AUTH1), "caller < 401", *END)
call("fork__ringing", *TWO, "callee > 180", "caller < 180", "other > 183", "caller < 183", "callee > 404", "other > 480", "caller < SIP/2.0 4", *END)
call("fork__two_ok", *TWO, "callee > 200", "caller < 200", "other > 200", "caller < 200")
call("fork__late_ok", *TWO, "callee > 180", "other > 180", "caller < 180", "callee > 200", "caller < 200", "other < CANCEL", "other > 200", "other:INVITE > 200", "caller < 200")
call("fork__decline", *TWO, "callee > 180", "caller < 180", "other > 603", "callee < CANCEL", "callee > 200", "callee:INVITE > 487", "caller < 603", *END)
call("fork__cancel", *TWO, "callee > 180", "caller < 180", "other > 180", "caller > CANCEL", "callee < CANCEL", "callee > 200", "callee:INVITE > 487", "other < CANCEL", "other > 200",
     "other:INVITE > 487", "caller < 487", *END)
call("cancel_early", INVITE, "caller < 100", "caller > CANCEL", "caller < 200", "callee > 180", "callee < CANCEL", "callee > 200", "callee:INVITE > 487", "caller < 487", *END, route='$du = "CALLEE"; t_relay();')
call("cancel_early__answered", INVITE, "callee > 180", "caller < 180", "callee > 486", "caller < 486", "caller > CANCEL", "caller < 200", *END)
call("cancel_early__twice", INVITE, "callee > 180", "caller < 180", "caller > CANCEL", "callee < CANCEL", "caller > CANCEL", "callee > 200", "callee:INVITE > 487", "caller < 487", *END)
call("cancel_early__unknown", INVITE, "callee > 180", "caller < 180", ("caller > CANCEL", {"branch": "other", "Via": "SIP/2.0/UDP CALLERADDR;branch=z9hG4bKcancel1-nobody", "drop": ("Contact",)}),
     "callee > 486", "caller < 486", *END)
call("cancel_reason", INVITE, "callee > 180", "caller < 180", ("caller > CANCEL", {"extra": 'Reason: SIP;cause=200;text="elsewhere"\r\n'}), "callee < CANCEL", "callee > 200", "callee:INVITE > 487",
     "caller < 487", *END, route='$du = "CALLEE"; t_relay();')
CANCELLED = ("callee > 180", "caller < 180", "caller > CANCEL", "callee < CANCEL", "callee > 200", "callee:INVITE > 487", "caller < 487", *END)
call("cancel_failure", INVITE, *CANCELLED, route='t_on_failure("F_CANCEL"); $du = "CALLEE"; t_relay();')
call("cancel_local", INVITE, "callee > 180", "caller < 180", "callee < CANCEL", "callee > 200", "callee:INVITE > 487", "caller < SIP/2.0 4", *END, route='t_set_fr(1500, 1000); $du = "CALLEE"; t_relay();')

CONTACTS = {"extra": "Contact: <sip:third@OTHERADDR>;q=0.5, <sip:fourth@OTHERADDR>\r\n"}
for code in (300, 301, 302, 305, 380):
    call(f"redirect__{code}", INVITE, (f"callee > {code} There", CONTACTS), f"caller < {code}", *END, route='$du = "CALLEE"; t_relay();' if code == 300 else None)
call("redirect_failure", INVITE, "callee > 302", "caller < 410", *END, route='t_on_failure("F_REDIRECT"); $du = "CALLEE"; t_relay();')

SECOND = ("callee > 503", "callee < ACK", "other < INVITE")
CHANGES = {
    "uri": '$du = $null; $ru = "sip:changed@OTHERADDR";', "user": '$rU = "changed"; $du = "OTHER";', "du": '$du = "OTHER";', "append": '$du = $null; $ru = "sip:changed@CALLEEADDR"; append_branch("sip:appended@OTHERADDR");', "header": 'append_hf("N: failure\\r\\n"); $du = "OTHER";',
    "body": 'set_body("other", "text/plain"); $du = "OTHER";', "remove": 'remove_hf("Contact"); $du = "OTHER";', "prefix": 'prefix("9"); $du = "OTHER";', "revert": 'revert_uri(); $du = "OTHER";',
    "flags": 'setbflag(7); if (isbflagset(6)) append_hf("N: six\\r\\n"); $du = "OTHER"; t_on_branch("B_SEVEN");', "vars": 'append_hf("N: $avp(kept) $T_reply_code $rm $ru $du\\r\\n"); $du = "OTHER";',
    "branch_only": 't_on_branch("B"); $du = "OTHER";', "status": 'if (t_check_status("5..")) append_hf("N: 5xx\\r\\n"); if (t_any_timeout()) append_hf("N: timeout\\r\\n"); if (t_branch_replied()) append_hf("N: replied\\r\\n"); if (t_any_replied()) append_hf("N: any\\r\\n"); $du = "OTHER";',
}
for n, script in CHANGES.items():
    BLOCKS[f"failure_route[F_CH_{n.upper()}]"] = script + " t_relay();"
    call(f"change_{n}", INVITE, *SECOND, "other > 180", "caller < 180", "other > 404", "caller < SIP/2.0 ", *END,
         route=f'$avp(kept) = "kept"; setbflag(6); append_hf("K: request\\r\\n"); t_on_failure("F_CH_{n.upper()}"); $rU = "user1"; $du = "CALLEE"; t_relay();')
call("chain", INVITE, "callee > 503", "callee < ACK", "other < INVITE", "other > 500", "other < ACK", "callee < INVITE", "callee > 486", "caller < 600", *END, route='$avp(n) = 0; t_on_failure("F_CHAIN"); $du = "CALLEE"; t_relay();')
call("chain_exit", INVITE, "callee > 503", "caller < 500", *END, route='t_on_failure("F_CHAIN_EXIT"); $du = "CALLEE"; t_relay();')
call("chain_two", INVITE, "callee > 404", "other < INVITE", "callee < INVITE", "other > 486", "callee > 480", "caller < SIP/2.0 4", *END, route='t_on_failure("F_TWO"); $du = "CALLEE"; t_relay();')
call("serial", INVITE, "callee > 404", "other < INVITE", "other > 486", "caller < SIP/2.0 4", *END, route='$ru = "sip:first@CALLEEADDR"; $avp(next) = "sip:second@OTHERADDR"; t_on_failure("F_SERIAL"); t_relay();')
for n, script in {"ru_du": '$ru = "sip:x@nowhere.example"; $du = "CALLEE";', "du_null": '$du = "OTHER"; $du = $null; $ru = "sip:x@CALLEEADDR";', "fs": '$fs = "udp:SERVERADDR"; $du = "CALLEE";',
                  "du_params": '$du = "sip:CALLEEADDR;transport=udp;x=y";', "branch_vars": '$ru = "sip:first@CALLEEADDR"; $branch(uri) = "x"; append_hf("N: $br|$branch(count)\\r\\n");',
                  "clear": 'append_branch("sip:second@OTHERADDR"); clear_branches(); $du = "CALLEE";', "set_du": 'append_branch("sip:second@nowhere.example", "0.5"); $(branch(dst_uri)[0]) = "OTHER"; clear_branches(); $du = "CALLEE";',
                  "resetflag": 'setflag(3); resetflag(3); if (isflagset(3)) append_hf("N: 3\\r\\n"); setbflag(2); t_on_branch("B_TWO"); $du = "CALLEE";'}.items():
    call(f"send_{n}", INVITE, "callee > 486", "caller < 486", *END, route=script + " t_relay();")
for n, script in {"relay_twice": '$du = "CALLEE"; t_relay(); $var(x) = $rc; append_hf("N: 1\\r\\n"); t_relay();', "reply_then_relay": 't_newtran(); t_reply("100", "Soon"); $du = "CALLEE"; t_relay();'}.items():
    call(n, INVITE, "callee > 486", "caller < 486", *END, route=script)
for n, script in {"provisional": 't_newtran(); t_reply("183", "Early"); t_reply("486", "Busy");', "twice": 't_newtran(); t_reply("486", "Busy"); t_reply("404", "Gone");', "sl": 'sl_send_reply("486", "Busy");', "tag": 't_newtran(); append_to_reply("N: $tt\\r\\n"); t_reply("486", "Busy");',
                  "hf": 't_newtran(); append_to_reply("N: 1\\r\\n"); append_to_reply("M: 2\\r\\n"); t_reply("404", "None");', "send": 'send_reply("404", "None");', "send_t": 't_newtran(); send_reply("404", "None");', "body": 'set_reply_body("text of it", "text/plain"); sl_send_reply("404", "None");',
                  "body_t": 't_newtran(); set_reply_body("text of it", "text/plain"); t_reply("404", "None");', "error": 't_newtran(); t_reply("500", "A reason, with <odd> \\"characters\\"");', "code_600": 't_newtran(); t_reply("606", "No");', "redirect": '$ru = "sip:a@b"; t_newtran(); append_to_reply("Contact: <sip:n@h>\\r\\n"); t_reply("302", "There");'}.items():
    call(f"answer_{n}", "caller < SIP/2.0 [3-6]", *END, route=script)
call("ok_reply_body", "callee < INVITE", ("callee > 200", {"body": "v=0\r\n", "extra": "Content-Type: application/sdp\r\nX-Keep: 1\r\n"}), "caller < 200",
     route='t_on_reply("R_BODY"); $du = "CALLEE"; t_relay();')
call("reply_edits", "callee < INVITE", ("callee > 486", {"extra": "X-A: 1\r\nX-B: 2\r\nServer: s\r\n"}), "caller < 486", *END, route='t_on_reply("R_EDITS"); $du = "CALLEE"; t_relay();')
BLOCKS.update({
    "failure_route[F_CANCEL]": r'if (t_is_canceled()) append_hf("N: cancelled\r\n"); $du = "OTHER"; if (!t_is_canceled()) t_relay();',
    "failure_route[F_REDIRECT]": 't_reply("410", "Gone For Good");',
    "failure_route[F_CHAIN]": 'if ($avp(n) == 2) { t_reply("600", "$avp(n)"); exit; } $avp(n) = $avp(n) + 1; t_on_failure("F_CHAIN"); if ($avp(n) == 1) $du = "OTHER"; else $du = "CALLEE"; '
                              'append_hf("N: $avp(n)\\r\\n"); t_relay();',
    "failure_route[F_CHAIN_EXIT]": "exit;",
    "failure_route[F_TWO]": '$du = $null; $ru = "sip:one@OTHERADDR"; append_branch("sip:two@CALLEEADDR"); t_relay();',
    "failure_route[F_SERIAL]": 'if ($avp(next) != $null) { $ru = $avp(next); $avp(next) = $null; t_on_failure("F_SERIAL"); t_relay(); }',
    "branch_route[B_RR]": "record_route();",
    "branch_route[B_SEVEN]": r'if (isbflagset(7)) append_hf("N: seven\r\n"); if (isbflagset(6)) append_hf("N: six in branch\r\n");',
    "branch_route[B_TWO]": r'if (isbflagset(2)) append_hf("N: two\r\n"); $rU = "branch";',
    "onreply_route[R_BODY]": 'set_body("rewritten here", "text/plain");',
    "onreply_route[R_EDITS]": r'remove_hf("X-A"); append_hf("N: 1\r\n"); insert_hf("M: 2\r\n"); subst("/X-B: 2/X-B: two/");',
})
