# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""Session descriptions changed by sdpops, alone and in a multipart body, in branches and in replies."""
from play import call, relayed

SDP = ("v=0\r\no=alice 28 27 IN IP4 192.0.2.5\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nb=AS:100\r\nt=0 0\r\nm=audio 49170 RTP/AVP 0 8 97\r\nb=AS:64\r\n"
       "a=rtpmap:0 PCMU/8000\r\na=rtpmap:97 iLBC/8000\r\na=fmtp:97 mode=20\r\nm=video 51372 RTP/SAVP 31 32\r\na=rtpmap:31 H261/90000\r\na=inactive\r\n")
MIXED = "--b1\r\nContent-Type: text/plain\r\n\r\nhello\r\n--b1\r\nContent-Type: application/sdp\r\n\r\n" + SDP + "--b1--\r\n"
TYPE = "Content-Type: application/sdp\r\n"
for n in ("sdp_codecs", "sdp_keep", "sdp_media", "sdp_version"):
    relayed(n, body=SDP, extra=TYPE)
    relayed(n + "__mixed", body=MIXED, extra="Content-Type: multipart/mixed;boundary=b1\r\n")
relayed("sdp_media__none", body="hello", extra="Content-Type: text/plain\r\n")
relayed("sdp_reply", reply={"body": SDP, "extra": TYPE})
call("sdp_branch", "callee < INVITE", "other < INVITE", "callee > 404 Gone", "other > 404 Gone", "caller < 404", body=SDP, extra=TYPE)
