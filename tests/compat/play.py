# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""The one driver of all flows: a flow is a name, the route it runs (see flow_config.py) and a list of steps.

  simple(name, …)                    a request that the server answers by itself
  relayed(name, …)                   a request that is relayed, and its one reply
  call(name, step, step, …)          an INVITE, then the steps:
    "callee < INVITE"                the callee gets one; it is what its replies are to
    "callee > 180 Reason"            the callee replies (callee:INVITE: to that request, not the last one); a tuple (step, {extra, body, tag}) adds to the reply
    "caller < 180"                   the caller gets one whose start line has this in it
    "caller > ACK"                   ACK to the negative reply just got; ACK2: to a 2xx; CANCEL; INVITE again; BYE, … : within the dialog
`route` is the body of the flow's route, for flows that share none with another; other keywords go into the request (Wire.request). A
part of the name behind __ tells variants of one route apart."""
import re

from wire import header

FLOWS, ROUTES, BLOCKS = {}, {}, {}  # name to driver; name to body of its route; "failure_route[X]" to body


def register(name, run, route):
    if name in FLOWS:
        raise ValueError(f"two flows are called {name}")
    FLOWS[name] = run
    if route is not None:
        ROUTES[name.partition("__")[0]] = route


def simple(name, method="OPTIONS", route=None, answer="SIP/2.0", **request):
    def run(w):
        w.caller.send(w.request(method, **request), w.port)
        w.caller.expect(answer)

    register(name, run, route)


def relayed(name, method="MESSAGE", code=200, body="hello", route=None, reply=None, **request):
    def run(w):
        w.caller.send(w.request(method, body=body, **request), w.port)
        w.reply(w.callee.expect(method), code, **(reply or {}))
        w.caller.expect(f"SIP/2.0 {code}")

    register(name, run, route)


def call(name, *steps, route=None, method="INVITE", body="v=0\r\n", **request):
    def run(w):
        w.invite = w.request(method, body=body, **request)
        w.caller.send(w.invite, w.port)
        got = {}
        for step in steps:
            text, more = step if isinstance(step, tuple) else (step, {})
            one(w, got, *text.split(" ", 2), more)

    register(name, run, route)


def one(w, got, who, direction, what, more):
    who, _, request = who.partition(":")
    party = getattr(w, who)
    if direction == "<":
        got[who] = got[who, what] = party.expect(what, 4.0)
    elif who != "caller":
        code, _, reason = what.partition(" ")
        more = dict({"tag": "b1" if who == "callee" else "b1x"}, **more)
        w.reply(got[who, request] if request else got[who], int(code), party=party, reason=reason or None, **more)
    elif what == "ACK":
        w.ack(got[who])
    elif what == "ACK2":
        w.answer = got[who]
        w.in_dialog("ACK", w.answer, 1)
    elif what == "INVITE":
        w.caller.send(w.invite, w.port)
    elif what == "CANCEL":
        w.caller.send(w.request("CANCEL", **dict({"Via": header(w.invite, "Via"), "drop": ("Contact",)}, **more)), w.port)
    elif what == "GO-ON":
        w.caller.send(w.request("MESSAGE", Call_ID="go-on@test"), w.port)
    else:
        w.next_cseq = getattr(w, "next_cseq", 1) + 1
        w.in_dialog(what, w.answer, w.next_cseq)
