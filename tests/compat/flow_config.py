# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""The configuration that both servers run: one route per flow, chosen by the user part of the R-URI or of To."""

import play

HEAD = """#!KAMAILIO
debug=1
log_stderror=yes
children=1
auto_aliases=no
listen=udp:127.0.0.1:%(port)d
flags BYNAME:10;
loadmodule "tm.so"
loadmodule "sl.so"
loadmodule "rr.so"
loadmodule "pv.so"
loadmodule "maxfwd.so"
loadmodule "textops.so"
loadmodule "siputils.so"
loadmodule "xlog.so"
loadmodule "sanity.so"
loadmodule "dispatcher.so"
loadmodule "kex.so"
loadmodule "corex.so"
loadmodule "tmx.so"
loadmodule "textopsx.so"
loadmodule "sdpops.so"
modparam("tm", "fr_timer", 1000)
modparam("tm", "fr_inv_timer", 5000)
modparam("tm", "failure_reply_mode", 3)
modparam("rr", "enable_full_lr", 1)
modparam("dispatcher", "list_file", "%(folder)s/dispatcher.list")
modparam("dispatcher", "flags", 2)
"""

DISPATCHER = "1 sip:127.0.0.1:%(callee)d 0 10\n1 sip:127.0.0.1:%(other)d 0 5\n"

# What each flow's requests run through; CALLEE and OTHER become the parties' addresses.
ROUTES = {
    "sl_options": 'sl_send_reply("200", "OK");',
    "sl_reason": 'sl_send_reply("404", "Nobody Home");',
    "sl_append": 'append_to_reply("X-Reply: yes\\r\\n"); sl_send_reply("200", "OK");',
    "sl_302": '$ru = "sip:new@127.0.0.1:5099"; append_to_reply("Contact: <sip:new@127.0.0.1:5099>\\r\\n"); sl_send_reply("302", "Moved");',
    "sl_error": 'sl_reply_error();',
    "send_stateless": 'send_reply("480", "Gone");',
    "t_reply": 't_newtran(); t_reply("480", "Not Now");',
    "send_stateful": 't_newtran(); send_reply("486", "Busy Today");',
    "maxfwd": 'if (!mf_process_maxfwd_header("10")) { sl_send_reply("483", "Too Many Hops"); exit; } $du = "CALLEE"; t_relay();',
    "sanity": 'if (!sanity_check()) { exit; } sl_send_reply("200", "Sane");',
    "relay": '$du = "CALLEE"; t_relay();',
    "relay_ruri": '$ru = "sip:bob@CALLEEADDR;x=y"; t_relay();',
    "rr": 'record_route(); $du = "CALLEE"; t_relay();',
    "rr_param": 'record_route(); add_rr_param(";did=abc"); $du = "CALLEE"; t_relay();',
    "rr_preset": 'record_route_preset("127.0.0.1:5099;foo"); $du = "CALLEE"; t_relay();',
    "forward": 'rewritehostport("CALLEEADDR"); forward();',
    "append_hf": 'append_hf("X-One: 1\\r\\n"); append_hf("X-Two: $rU\\r\\n", "Call-ID"); $du = "CALLEE"; t_relay();',
    "insert_hf": 'insert_hf("X-First: 1\\r\\n"); insert_hf("X-Before: 2\\r\\n", "Call-ID"); $du = "CALLEE"; t_relay();',
    "remove_hf": 'remove_hf("Subject"); remove_hf("x-gone"); $du = "CALLEE"; t_relay();',
    "remove_re": 'remove_hf_re("^X-"); $du = "CALLEE"; t_relay();',
    "subst": 'subst("/Alice/Carol/"); $du = "CALLEE"; t_relay();',
    "subst_uri": 'subst_uri("/sip:subst_uri@(.*)/sip:changed@\\\\1/"); $du = "CALLEE"; t_relay();',
    "users": 'prefix("00"); strip(1); $du = "CALLEE"; t_relay();',
    "setuser": '$rU = "dave"; $du = "CALLEE"; t_relay();',
    "rewrite": 'rewritehost("elsewhere.example"); rewriteport("5098"); $du = "CALLEE"; t_relay();',
    "force_rport": 'force_rport(); $du = "CALLEE"; t_relay();',
    "pvs": 'append_hf("X-Pv: $rm $fU $fd $tU $ci $cs $ml $rb{s.len} $(ru{uri.user}) $si $pr\\r\\n"); $du = "CALLEE"; t_relay();',
    "avp": '$avp(a) = "x"; $avp(a) = "y"; $var(n) = 3 + 4 * 2; append_hf("X-V: $avp(a) $(avp(a)[1]) $var(n)\\r\\n"); $du = "CALLEE"; t_relay();',
    "branch_route": 't_on_branch("B"); $du = "CALLEE"; t_relay();',
    "onreply": 't_on_reply("R"); $du = "CALLEE"; t_relay();',
    "fail_reply": 't_on_failure("F_REPLY"); $du = "CALLEE"; t_relay();',
    "fail_next": 't_on_failure("F_NEXT"); $du = "CALLEE"; t_relay();',
    "fail_hf": 'append_hf("X-Kept: 1\\r\\n"); t_on_failure("F_NEXT"); t_on_branch("B"); $du = "CALLEE"; t_relay();',
    "fail_arm": 't_on_failure("F_ARM"); t_on_branch("B"); t_on_reply("R"); $du = "CALLEE"; t_relay();',
    "fail_rearm": 't_on_failure("F_REARM"); t_on_branch("B"); t_on_reply("R"); $du = "CALLEE"; t_relay();',
    "fail_twice": 't_on_failure("F_NEXT"); t_on_branch("B"); t_on_reply("R"); $du = "CALLEE"; t_relay();',
    "fail_branch": 't_on_branch_failure("BF"); t_on_failure("F_BF"); $du = "CALLEE"; t_relay();',
    "fail_branches": '$avp(n) = "n"; t_on_branch_failure("BF_COUNT"); t_on_failure("F_COUNT"); $ru = "sip:first@CALLEEADDR"; append_branch("sip:second@OTHERADDR"); t_relay();',
    "branch_both": 't_on_branch("B"); $ru = "sip:first@CALLEEADDR"; append_branch("sip:second@OTHERADDR"); t_relay();',
    "parallel": '$ru = "sip:first@CALLEEADDR"; append_branch("sip:second@OTHERADDR"); t_relay();',
    "timeout": '$du = "sip:127.0.0.1:9"; t_on_failure("F_REPLY"); t_relay();',
    "ds": 'if (!ds_select_dst("1", "8")) { sl_send_reply("503", "None"); exit; } t_on_failure("F_DS"); t_relay();',
    "ds_domain": 'ds_select_domain("1", "8"); t_relay();',
    "methods": 'if (is_method("OPTIONS|MESSAGE")) sl_send_reply("200", "Listed"); else sl_send_reply("405", "Not Listed");',
    "switch": 'switch ($rm) { case "INFO": sl_send_reply("200", "Info"); break; case /"^OPT": sl_send_reply("200", "Opt"); break; default: sl_send_reply("200", "Other"); }',
    "alias_self": 'if (uri == myself) sl_send_reply("200", "Me"); else sl_send_reply("404", "Not me");',
    "drop_branch": 't_on_branch("B_DROP"); $du = "CALLEE"; t_relay(); $var(r) = $rc; sl_send_reply("480", "relay $var(r)");',
    "drop_first": 't_on_branch("B_DROP1"); $ru = "sip:first@CALLEEADDR"; append_branch("sip:second@OTHERADDR"); t_relay(); ',
    "drop_reply": 't_on_reply("R_DROP"); $du = "CALLEE"; t_relay();',
    "drop_core": '$du = "CALLEE"; t_relay();',
    "drop_failure": 't_on_failure("F_DROP"); $du = "CALLEE"; t_relay();',
    "exit_failure": 't_on_failure("F_EXIT"); $du = "CALLEE"; t_relay();',
    "exit_branch": 't_on_branch("B_EXIT"); $du = "CALLEE"; t_relay();',
    "exit_reply": 't_on_reply("R_EXIT"); $du = "CALLEE"; t_relay();',
    "drop_onsend": '$du = "CALLEE"; t_relay(); $var(r) = $rc; sl_send_reply("480", "relay $var(r)");',
    "drop_request": '$du = "CALLEE"; sl_send_reply("480", "before"); drop; sl_send_reply("480", "after");',
    "return_codes": 'route(R_FIVE); $var(a) = $rc; route(R_MINUS); $var(b) = $rc; route(R_NONE); $var(c) = $rc; route(R_VAR); $var(d) = $rc; if (route(R_MINUS)) $var(e) = 1; '
                    'if (route(R_FIVE)) $var(f) = 1; $var(g) = $retcode; append_to_reply("X-R: $var(a) $var(b) $var(c) $var(d) $var(e) $var(f) $var(g)\\r\\n"); sl_send_reply("200", "OK");',
    "return_zero": 'sl_send_reply("200", "before"); route(R_ZERO); sl_send_reply("200", "after");',
    "return_nested": 'route(R_OUTER); sl_send_reply("200", "outer $rc $var(t)");',
    "exit_nested": 'sl_send_reply("200", "before"); route(R_DEEP); sl_send_reply("200", "after");',
    "loops": '$var(i) = 0; $var(s) = ""; while ($var(i) < 1000) { $var(i) = $var(i) + 1; if ($var(i) == 50) break; } $var(n) = 0; while (1) { $var(n) = $var(n) + 1; } '
             'while ($var(k) < 5) { $var(k) = $var(k) + 1; switch ($var(k)) { case 2: case 3: $var(s) = $var(s) + "x"; break; case 4: $var(s) = $var(s) + "y"; default: $var(s) = $var(s) + "z"; } } '
             'append_to_reply("X-R: $var(i) $var(n) $var(k) $var(s)\\r\\n"); sl_send_reply("200", "OK");',
    "flags": 'setflag(BYNAME); setflag(5); setbflag(3); setsflag(7); t_on_branch("B_FLAGS"); t_on_reply("R_FLAGS"); t_on_failure("F_FLAGS"); $du = "CALLEE"; t_relay();',
    "xavps": '$xavp(a=>b) = 1; $xavp(a=>c) = "two"; $xavp(a[0]=>d) = "three"; $xavp(a=>b) = 4; $xavp(a[1]=>b) = 5; $xavu(u=>x) = "ux"; $xavi(Case=>Key) = "cv"; $avp(l) = 1; $avp(l) = 2; '
             '$avp(l) = $null; $avp(m) = 1; $avp(m) = "b"; $avp(m) = 3; $(avp(m)[1]) = "changed"; $(avp(m)[*]) = "one"; '
             'append_to_reply("X-R: $xavp(a=>b) $xavp(a=>c) $xavp(a[0]=>d) $xavp(a[1]=>b) $xavp(a[0]=>b[1]) $xavu(u=>x) $xavi(cASE=>kEY) $avp(l) $(avp(m)[*]) $(avp(m)[-1]) $xavp(none=>x)\\r\\n"); sl_send_reply("200", "OK");',
    "totag": 'if (has_totag()) sl_send_reply("200", "Tagged"); else sl_send_reply("200", "Fresh");',
    "apply": 'append_hf("X-One: 1\\r\\n"); $rU = "erin"; msg_apply_changes(); append_hf("X-Two: $hdr(X-One) $oU\\r\\n"); remove_hf("X-One"); $du = "CALLEE"; t_relay();',
    "apply_later": 't_newtran(); append_hf("X-One: 1\\r\\n"); msg_apply_changes(); append_hf("X-Two: $hdr(X-One)\\r\\n"); t_on_failure("F_NEXT"); $du = "CALLEE"; t_relay();',
    "apply_body": 'set_body("something longer\\r\\n", "text/html"); msg_apply_changes(); append_hf("X-B: $rb $cT $cl\\r\\n"); $du = "CALLEE"; t_relay();',
    "apply_answer": 'append_hf("Supported: x\\r\\n"); msg_apply_changes(); t_newtran(); t_reply("480", "Applied");',
    "no_body": 'remove_body(); $du = "CALLEE"; t_relay();',
    "keep": 'keep_hf("^X-|Subject"); $du = "CALLEE"; t_relay();',
    "values": 'append_hf_value("Foo[1]", "new"); insert_hf_value("Foo[-1]", "before"); assign_hf_value("Foo[2].bar", "2"); exclude_hf_value("Supported", "path"); '
              'include_hf_value("Allow", "BYE"); remove_hf_value2("Authorization.realm"); $du = "CALLEE"; t_relay();',
    "iterate": 'hf_iterator_start("i"); while (hf_iterator_next("i")) { if ($hfitname(i) =~ "^X-") { hf_iterator_append("i", "Y: $hfitbody(i)\\r\\n"); hf_iterator_rm("i"); } } '
               'hf_iterator_end("i"); $du = "CALLEE"; t_relay();',
    "lines": 'bl_iterator_start("b"); while (bl_iterator_next("b")) { if ($blitval(b) =~ "^line one") { bl_iterator_insert("b", "line zero\\r\\n"); } else { bl_iterator_rm("b"); } } '
             'bl_iterator_end("b"); $du = "CALLEE"; t_relay();',
    "status": 't_on_reply("R_STATUS"); $du = "CALLEE"; t_relay();',
    "contacts": 'encode_contact("enc", "192.0.2.9"); $du = "CALLEE"; t_relay();',
    "contact_param": 'contact_param_encode("np", "sip:192.0.2.9;lr"); $du = "CALLEE"; t_relay();',
    "t_vars": 't_on_branch("B_VARS"); t_on_reply("R_VARS"); t_on_failure("F_VARS"); append_hf("X-Req: $T_branch_idx $T_reply_code <$T_reply_reason>\\r\\n"); $du = "CALLEE"; t_relay();',
    "suspend": 'if (is_method("MESSAGE")) { t_continue("$shv(index)", "$shv(label)", "CONTINUED"); sl_send_reply("200", "Went On"); } '
               'else { append_hf("X-Before: 1\\r\\n"); $avp(k) = "kept"; setflag(5); t_on_branch("B"); t_suspend(); $shv(index) = $T(id_index); $shv(label) = $T(id_label); }',
    "suspend_idle": 'if (is_method("MESSAGE")) { t_continue("$shv(index)", "$shv(label)", "IDLE"); sl_send_reply("200", "Went On"); } '
                    'else { t_suspend(); $shv(index) = $T(id_index); $shv(label) = $T(id_label); }',
    "suspend_late": 't_on_failure("F_REPLY"); t_suspend();',
    "suspend_cancel": 't_suspend();',
    "suspend_fail": 'if (is_method("MESSAGE")) { t_continue("$shv(index)", "$shv(label)", "CONTINUED"); sl_send_reply("200", "Went On"); } '
                    'else { t_on_failure("F_SUSPEND"); $du = "CALLEE"; t_relay(); }',
    "sdp_codecs": 'sdp_remove_codecs_by_name("PCMU,iLBC"); sdp_remove_line_by_prefix("b="); $du = "CALLEE"; t_relay();',
    "sdp_keep": 'append_hf("X-Sdp: $sdp(sess_version)\\r\\n"); sdp_keep_codecs_by_id("8", "audio"); $du = "CALLEE"; t_relay();',
    "sdp_media": 'if (sdp_with_media("video")) { sdp_remove_media("video"); append_hf("X-Was: video\\r\\n"); } $du = "CALLEE"; t_relay();',
    "sdp_version": '$var(v) = $sdp(sess_version); $sdp(sess_version) = -1; sdp_remove_transport("RTP/SAVP"); $du = "CALLEE"; t_relay();',
    "sdp_branch": 't_on_branch("B_SDP"); $ru = "sip:first@CALLEEADDR"; append_branch("sip:second@OTHERADDR"); t_relay();',
    "sdp_reply": 't_on_reply("R_SDP"); $du = "CALLEE"; t_relay();',
    "precheck": 'if (t_precheck_trans()) { t_check_trans(); exit; } t_check_trans(); $du = "CALLEE"; t_relay();',
}

TAIL = """
route[R_FIVE] { return 5; }
route[R_MINUS] { return -3; }
route[R_NONE] { $var(x) = 1; }
route[R_VAR] { $var(v) = 7; return $var(v); }
route[R_ZERO] { return 0; }
route[R_OUTER] { route(R_FIVE); $var(t) = $rc; return -1; }
route[R_DEEP] { route(R_DEEPER); sl_send_reply("200", "deep"); }
route[R_DEEPER] { if ($rm != "") { exit; } }
branch_route[B_DROP] { drop; }
branch_route[B_DROP1] { if ($rU == "first") { drop; } append_hf("X-Left: $rU\r\n"); }
branch_route[B_EXIT] { append_hf("X-Before: 1\r\n"); exit; append_hf("X-After: 1\r\n"); }
branch_route[B_FLAGS] { if (isflagset(BYNAME)) append_hf("X-F: name\r\n"); if (isflagset(5)) append_hf("X-F: five\r\n"); if (isbflagset(3)) append_hf("X-F: branch\r\n"); if (issflagset(7)) append_hf("X-F: script\r\n"); setbflag(4); }
onreply_route[R_DROP] { drop; }
onreply_route[R_EXIT] { append_hf("X-Before: 1\r\n"); exit; append_hf("X-After: 1\r\n"); }
onreply_route[R_FLAGS] { if (isflagset(BYNAME)) append_hf("X-F: name\r\n"); if (isbflagset(3)) append_hf("X-F: branch\r\n"); if (isbflagset(4)) append_hf("X-F: inbranch\r\n"); if (issflagset(7)) append_hf("X-F: script\r\n"); setflag(6); }
reply_route { if ($hdr(X-Core) == "drop") { drop; } }
onsend_route { if ($rU == "drop_onsend") { drop; } }
failure_route[F_DROP] { drop; }
failure_route[F_EXIT] { exit; t_reply("404", "Not Reached"); }
failure_route[F_FLAGS] { $var(s) = ""; if (isflagset(BYNAME)) $var(s) = $var(s) + "n"; if (isflagset(5)) $var(s) = $var(s) + "5"; if (isflagset(6)) $var(s) = $var(s) + "6"; if (isbflagset(3)) $var(s) = $var(s) + "b"; if (issflagset(7)) $var(s) = $var(s) + "s"; t_reply("480", "$var(s)"); }
branch_route[B] { append_hf("X-Branch: $rm\\r\\n"); }
onreply_route[R] { append_hf("X-Seen: $rs\\r\\n"); if (status =~ "18[0-9]") { remove_hf("X-Drop"); } }
failure_route[F_REPLY] { t_reply("404", "Made It Up"); }
failure_route[F_NEXT] { if (t_check_status("486|503|408")) { $du = "OTHER"; t_relay(); } }
failure_route[F_ARM] { if (t_is_set("branch_route")) append_hf("X-Set: branch\\r\\n"); if (t_is_set("failure_route")) append_hf("X-Set: failure\\r\\n"); if (t_is_set("onreply_route")) append_hf("X-Set: onreply\\r\\n"); $du = "OTHER"; t_relay(); }
failure_route[F_REARM] { t_on_branch("B2"); t_on_failure("F_REPLY"); t_on_reply("R2"); $du = "OTHER"; t_relay(); }
failure_route[F_BF] { if (t_is_set("branch_failure_route")) append_hf("X-Set: branch-failure\\r\\n"); $du = "OTHER"; t_on_reply("R"); t_relay(); }
event_route[tm:branch-failure:BF] { t_on_reply("R2"); }
event_route[tm:branch-failure:BF_COUNT] { $avp(n) = $avp(n) + "x"; }
failure_route[F_COUNT] { t_reply("480", "$avp(n)"); }
branch_route[B2] { append_hf("X-Branch2: $rm\\r\\n"); }
onreply_route[R2] { append_hf("X-Seen2: $rs\\r\\n"); }
onreply_route[R_STATUS] { if ($rs == 180) change_reply_status("183", "Progress Really"); else if ($rs == 486) change_reply_status("603", "Not At All"); else if (!change_reply_status("200", "No")) append_hf("X-Kept: $rs\\r\\n"); }
branch_route[B_VARS] { append_hf("X-Br: $T_branch_idx $T_reply_code $T(branch_index)\\r\\n"); }
onreply_route[R_VARS] { append_hf("X-Re: $T_branch_idx $T_reply_code $T_reply_reason $T_reply_last $T_req($rU) $T_req($hdr(Max-Forwards)) $T_branch(uri)\\r\\n"); }
failure_route[F_VARS] { append_hf("X-Fa: $T_branch_idx $T_reply_code $T_reply_reason $T(reply_type) $T_rpl($rs) $T_rpl($rr) $T_rpl($hdr(Server))\\r\\n"); $du = "OTHER"; t_relay(); }
branch_route[B_SDP] { if ($rU == "first") { sdp_keep_codecs_by_name("PCMA"); } else { sdp_remove_media("audio"); } }
onreply_route[R_SDP] { sdp_remove_codecs_by_name("PCMA"); append_hf("X-With: $sdp(sess_version)\\r\\n"); }
route[CONTINUED] { append_hf("X-After: $avp(k) $rm\\r\\n"); if (isflagset(5)) append_hf("X-Flag: 5\\r\\n"); $du = "CALLEE"; if ($avp(k) == $null) $du = "OTHER"; t_relay(); }
route[IDLE] { $avp(x) = 1; }
failure_route[F_SUSPEND] { t_suspend(); $shv(index) = $T(id_index); $shv(label) = $T(id_label); }
failure_route[F_DS] { if (t_check_status("50[0-9]")) { if (ds_next_dst()) { t_relay(); } } }
"""


def config(port, folder, callee, other):
    routes = ROUTES | play.ROUTES
    text = HEAD % {"port": port, "folder": folder}
    text += "request_route {\n  if (is_method(\"CANCEL\")) { if (t_check_trans()) t_relay(); exit; }\n"
    text += "  if (has_totag() && !($tU =~ \"totag\")) {\n    if (loose_route()) { t_relay(); exit; }\n    if (is_method(\"ACK\")) { if (t_check_trans()) t_relay(); exit; }\n"
    text += "    sl_send_reply(\"404\", \"Not Here\"); exit;\n  }\n"
    for name in routes:
        text += f'  if ($tU == "{name}") {{ route({name.upper()}); exit; }}\n'
    text += '  sl_send_reply("500", "No Such Flow");\n}\n'
    for name, body in routes.items():
        text += f"route[{name.upper()}] {{ {body} }}\n"
    text += TAIL + "".join(f"{head} {{ {body} }}\n" for head, body in play.BLOCKS.items())
    for word, party in (("CALLEE", callee), ("OTHER", other)):
        text = text.replace(f"{word}ADDR", f"127.0.0.1:{party}").replace(f'"{word}"', f'"sip:127.0.0.1:{party}"')
    return text


def dispatcher(callee, other):
    return DISPATCHER % {"callee": callee, "other": other}
