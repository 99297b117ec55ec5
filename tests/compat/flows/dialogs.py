# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""Requests within a dialog: Route sets of every kind, loose and strict, and Record-Route in what leaves."""
from play import call, relayed

HOP = "<sip:SERVERADDR;lr>"
ROUTES = {
    "us": f"Route: {HOP}\r\n", "us_on": "Route: <sip:SERVERADDR;lr=on>\r\n", "us_ftag": "Route: <sip:SERVERADDR;lr=on;ftag=a1>\r\n", "us_then_other": f"Route: {HOP}\r\nRoute: <sip:OTHERADDR;lr>\r\n",
    "one_line": f"Route: {HOP}, <sip:OTHERADDR;lr>\r\n", "us_twice": f"Route: {HOP}\r\nRoute: {HOP}\r\n", "double": "Route: <sip:SERVERADDR;r2=on;lr>\r\nRoute: <sip:SERVERADDR;r2=on;lr>\r\n",
    "double_line": "Route: <sip:SERVERADDR;r2=on;lr>,<sip:SERVERADDR;r2=on;lr>\r\n", "double_then_other": "Route: <sip:SERVERADDR;r2=on;lr>,<sip:SERVERADDR;r2=on;lr>\r\nRoute: <sip:OTHERADDR;lr>\r\n",
    "other": "Route: <sip:OTHERADDR;lr>\r\n", "other_strict": "Route: <sip:OTHERADDR>\r\n", "us_then_strict": f"Route: {HOP}\r\nRoute: <sip:OTHERADDR>\r\n", "us_then_strict_more": f"Route: {HOP}, <sip:OTHERADDR>, <sip:10.0.0.1;lr>\r\n",
    "us_strict": "Route: <sip:SERVERADDR>\r\n", "display": 'Route: "us" <sip:SERVERADDR;lr>;x=y, "Other" <sip:OTHERADDR;lr>;p=q\r\n', "user": "Route: <sip:proxy@SERVERADDR;lr>\r\n",
    "params": "Route: <sip:SERVERADDR;lr;did=1.2;nat=yes>\r\n", "folded": f"Route: {HOP},\r\n <sip:OTHERADDR;lr>\r\n", "case": "ROUTE: <SIP:SERVERADDR;LR>\r\n", "spaces": f"Route:   {HOP}  ,  <sip:OTHERADDR;lr>  \r\n",
}
for n, route in ROUTES.items():
    if n not in ("us_then_other", "one_line", "double_then_other", "other", "other_strict", "us_then_strict", "us_then_strict_more", "display", "folded", "spaces"):
        relayed(f"dialog__{n}", route='sl_send_reply("500", "Not Loose");' if n == "us" else None, to_tag="c1", ruri="sip:callee@CALLEEADDR", extra=route)
    else:
        call(f"dialog__{n}", "other < INFO", "other > 200", "caller < 200", method="INFO", body="", to_tag="c1", ruri="sip:callee@CALLEEADDR", extra=route)
# Without a To tag: a preloaded Route, and what loose_route() says.
for n in ("us", "double", "params", "user", "us_twice"):
    relayed(f"preloaded__{n}", route=r'if (loose_route()) append_hf("N: loose $rc\r\n"); else append_hf("N: not $rc\r\n"); append_hf("M: $du|$route_uri\r\n"); t_relay();' if n == "us" else None,
            ruri="sip:callee@CALLEEADDR", extra=ROUTES[n])
for n in ("us_ftag", "params"):
    relayed(f"route_params__{n}", route=r'loose_route(); if (check_route_param("nat=yes")) append_hf("N: nat\r\n"); if (is_direction("downstream")) append_hf("N: down\r\n"); if (is_direction("upstream")) append_hf("N: up\r\n"); t_relay();'
            if n == "us_ftag" else None, ruri="sip:callee@CALLEEADDR", extra=ROUTES[n])
for n in ("us_then_other", "double_then_other", "display"):
    relayed(f"remove_routes__{n}", route='remove_hf("Route"); $du = "CALLEE"; t_relay();' if n == "us_then_other" else None, extra=ROUTES[n])

RECORD = {
    "once": "record_route();", "twice": "record_route(); record_route();", "param": 'record_route(";x=y");', "params": 'record_route(); add_rr_param(";a=1"); add_rr_param(";b=2");',
    "param_first": 'add_rr_param(";a=1"); record_route();', "preset": 'record_route_preset("10.0.0.1:5070");', "preset_two": 'record_route_preset("10.0.0.1:5070", "10.0.0.2:5080");', "advertised": 'record_route_advertised_address("10.9.9.9:5099");',
    "branch": 't_on_branch("B_RR");', "then_edit": r'record_route(); append_hf("N: 1\r\n"); remove_hf("Contact");', "then_apply": r'record_route(); msg_apply_changes(); append_hf("N: 1\r\n");',
}
for n, script in RECORD.items():
    relayed(f"record_{n}", route=script + ' $du = "CALLEE"; t_relay();')
    relayed(f"record_{n}__more", extra="Record-Route: <sip:10.5.5.5;lr>, <sip:10.6.6.6;lr>\r\n")

CALLED = ("callee < INVITE", "callee > 180", "caller < 180", "callee > 200", "caller < 200", "caller > ACK2", "callee < ACK")
for n in ("INFO", "UPDATE", "INVITE-2", "BYE"):
    method = n.partition("-")[0]
    if n != "INVITE-2":
        call(f"in_call_{n.lower()}", *CALLED, f"caller > {method}", f"callee < {method}", "callee > 200", "caller < 200", route='record_route(); $du = "CALLEE"; t_relay();')
call("in_call_refused", *CALLED, "caller > BYE", "callee < BYE", "callee > 481 Gone", "caller < 481", route='record_route(); $du = "CALLEE"; t_relay();')
call("in_call_ack_first", "callee < INVITE", "callee > 200", "caller < 200", "callee > 200", "caller > ACK2", "callee < ACK", route='record_route(); $du = "CALLEE"; t_relay();')
call("in_call_no_rr", "callee < INVITE", "callee > 200", "caller < 200", route='$du = "CALLEE"; t_relay();')
