# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""Edits of headers and bodies, several at once and in every order, before and after msg_apply_changes()."""
from play import relayed

HEADERS = "X-A: one\r\nSubject: first\r\nX-B: two, three\r\nSubject: second\r\nX-C: four\r\nx-a: five\r\n"
TEXT = "Content-Type: text/plain\r\n"


def edit(name, script, extra=HEADERS, **request):
    relayed(name, route=script + ' $du = "CALLEE"; t_relay();', extra=extra, **request)


APPEND, INSERT, REMOVE, SUBST = r'append_hf("N: a\r\n"); ', r'insert_hf("N: i\r\n"); ', 'remove_hf("X-A"); ', r'subst("/one/ONE/g"); '
STEPS = {"a": APPEND, "i": INSERT, "r": REMOVE, "s": SUBST, "m": "msg_apply_changes(); "}
for order in ("ai", "ia", "ar", "ra", "ir", "ri", "as", "sa", "is", "si", "sr", "rs", "air", "ria", "asr", "srai", "aa", "ii", "rr", "ss", "ama", "ima", "rma", "sma", "mm",
              "amr", "ami", "aamii", "airm", "mair"):
    edit("order_" + order, "".join(STEPS[s] for s in order))

edit("append_anchor", r'append_hf("N: 1\r\n", "X-A"); append_hf("M: 2\r\n", "X-C"); append_hf("L: 3\r\n", "Nope");')
edit("append_same_anchor", r'append_hf("N: 1\r\n", "Subject"); append_hf("M: 2\r\n", "Subject"); insert_hf("L: 3\r\n", "Subject"); insert_hf("K: 4\r\n", "Subject");')
edit("insert_anchor", r'insert_hf("N: 1\r\n", "X-B"); insert_hf("M: 2\r\n", "Nope");')
edit("append_compact_anchor", r'append_hf("N: 1\r\n", "s"); insert_hf("M: 2\r\n", "i");', extra="s: compact\r\n")
edit("append_no_end", 'append_hf("N: 1");')
edit("append_two_lines", r'append_hf("N: 1\r\nM: 2\r\n");')
edit("append_empty", r'append_hf("N:\r\n");')
edit("append_variables", r'$var(x) = "v"; append_hf("N: $var(x) $rU $hdr(X-B) $(hdr(Subject)[-1]) $hdr(Nope)\r\n");')
edit("append_in_routes", r'append_hf("N: 1\r\n"); t_on_branch("B"); append_hf("M: 2\r\n");')
edit("remove_all_of_name", 'remove_hf("Subject");')
edit("remove_exactly", 'remove_hf_exp("^X-[AC]", "four|one");')
edit("remove_then_append_same", r'remove_hf("Subject"); append_hf("Subject: new\r\n");')
edit("append_then_remove_same", r'append_hf("Subject: new\r\n"); remove_hf("Subject");')
edit("append_apply_remove_same", r'append_hf("Subject: new\r\n"); msg_apply_changes(); remove_hf("Subject");')
edit("remove_result", r'if (remove_hf("Nope")) append_hf("N: removed\r\n"); if (remove_hf("X-A")) append_hf("M: removed\r\n");')
edit("remove_compact", 'remove_hf("Subject"); remove_hf("c");', extra="s: compact\r\nc: text/plain\r\n")
edit("remove_re_twice", 'remove_hf_re("^X-A"); remove_hf_re("^X-");')
edit("remove_re_case", 'remove_hf_re("^x-a");')
edit("keep_some", 'keep_hf("^(Subject|X-B)$");')
edit("present", r'if (is_present_hf("x-A")) append_hf("N: A\r\n"); if (is_present_hf("s")) append_hf("N: s\r\n"); if (is_present_hf_re("^X-[D-Z]")) append_hf("N: re\r\n");')
edit("subst_all", r'subst("/e/E/g");')
edit("subst_groups", r'subst("/^X-([A-Z]): (.*)$/Y-\1: <\2>/");')
edit("subst_multiline", r'subst("/(Subject): first/\1: changed/ig");')
edit("subst_variable", r'$var(v) = "value"; subst("/two/$var(v)/");')
edit("subst_twice", r'subst("/one/uno/"); subst("/four/cuatro/");')
edit("subst_overlapping", r'subst("/one/uno/"); subst("/one/ein/");')
edit("subst_case", r'subst("/ONE/uno/i");')
edit("subst_none", r'if (!subst("/nothing like it/x/")) append_hf("N: none\r\n");')
edit("subst_hf_all", r'subst_hf("Subject", "/(first|second)/<\1>/", "a");')
edit("subst_hf_first", r'subst_hf("Subject", "/(first|second)/<\1>/", "f");')
edit("subst_hf_last", r'subst_hf("Subject", "/(first|second)/<\1>/", "l");')
edit("subst_user_part", r'subst_user("/^subst/changed/");')
edit("subst_user_append", r'subst_user("/(.*)/00\1/");')
edit("replace_first", 'replace("five", "FIVE");')
edit("replace_everything", 'replace_all("tw", "TW");')
edit("search_append", r'search_append("Subject: first", " and more");')
edit("search_and_body", r'if (search("four")) append_hf("N: found\r\n"); if (search_body("four")) append_hf("N: in body\r\n"); if (search_hf("Subject", "second", "l")) append_hf("N: last\r\n");')
edit("assign_value", 'assign_hf_value("X-B", "new");')
edit("value_edits", 'append_hf_value("X-B", "four"); insert_hf_value("X-B", "zero"); remove_hf_value("X-B[1]");')
edit("value_of_new_header", 'append_hf_value("Z", "1"); append_hf_value("Z", "2"); insert_hf_value("Y", "3");')
edit("include_exclude", 'include_hf_value("X-B", "two"); include_hf_value("X-B", "new"); exclude_hf_value("X-B", "three"); exclude_hf_value("X-B", "nope");')
edit("hf_value_exists", r'if (hf_value_exists("X-B", "three")) append_hf("N: exists\r\n"); if (hf_value_exists("X-B", "nope")) append_hf("N: nope\r\n");')
edit("apply_reads", r'append_hf("N: 1\r\n"); append_hf("M: <$hdr(N)>\r\n"); msg_apply_changes(); append_hf("L: <$hdr(N)> <$hdr(M)>\r\n");')
edit("apply_ruri", r'$rU = "zoe"; $rd = "new.example"; msg_apply_changes(); append_hf("N: $ru $ou\r\n");')
edit("apply_du", r'$du = "OTHER"; msg_apply_changes(); append_hf("N: $du\r\n");')
edit("apply_record_route", r'record_route(); msg_apply_changes(); append_hf("N: $(hdr(Record-Route){s.len})\r\n");')

edit("body_set", 'set_body("new text", "text/html");', extra=TEXT)
edit("body_set_none", 'set_body("new text", "text/html");', extra="", body="")
edit("body_set_twice", 'set_body("first", "text/plain"); set_body("second one", "text/html");', extra=TEXT)
edit("body_set_empty", 'set_body("", "text/plain");', extra=TEXT)
edit("body_remove", "remove_body();", extra=TEXT)
edit("body_remove_none", "remove_body();", extra="", body="")
edit("body_remove_set", 'remove_body(); set_body("again", "text/plain");', extra=TEXT)
edit("body_replace", 'replace_body("l+", "LL");', extra=TEXT)
edit("body_replace_all", 'replace_body_all("l", "1");', extra=TEXT)
edit("body_replace_atonce", 'replace_body_atonce("^h", "J");', extra=TEXT)
edit("body_subst", r'subst_body("/l+o/_\0_/");', extra=TEXT, body="hello\r\nhallo\r\n")
edit("body_subst_all", r'subst_body("/l+o/_\0_/g");', extra=TEXT, body="hello\r\nhallo\r\n")
edit("body_append", r'search_append_body("hel", "XX");', extra=TEXT)
edit("body_apply", r'subst_body("/hello/hello there/"); msg_apply_changes(); append_hf("N: $cl $rb{s.len} $ml\r\n"); subst_body("/there/here/");', extra=TEXT)
edit("body_filter", r'if (has_body("text/plain")) append_hf("N: plain\r\n"); if (has_body()) append_hf("N: any\r\n"); if (has_body("application/sdp")) append_hf("N: sdp\r\n");', extra=TEXT)
edit("body_and_headers", r'append_hf("N: 1\r\n"); subst_body("/hello/longer than before/"); remove_hf("Subject"); insert_hf("M: 2\r\n");', extra=TEXT + "Subject: s\r\n")
edit("body_wrong_length", r'append_hf("N: $cl $(rb{s.len})\r\n");', extra="Content-Length: 3\r\n", drop=("Content-Length",), body="hello")
edit("body_no_length", r'append_hf("N: <$cl> $(rb{s.len})\r\n");', extra="", drop=("Content-Length",), body="hello")
edit("body_no_length_subst", r'subst_body("/hello/hi/");', extra="", drop=("Content-Length",), body="hello")
edit("body_compact_length", r'subst_body("/hello/hi/");', extra="l: 5\r\nc: text/plain\r\n", drop=("Content-Length",), body="hello")
edit("body_binary", r'append_hf("N: $(rb{s.len})\r\n");', extra=TEXT, body="a\x00b\x01\x7f")
for n, more in (("long_header", "X-Long: " + "abcdefghij" * 300 + "\r\n"), ("many_headers", "".join(f"X-{i}: value {i}\r\n" for i in range(120))),
                ("folded", "X-F: one,\r\n two,\r\n\t three\r\nSubject: a\r\n b\r\n"), ("empty_values", "X-A:\r\nX-B:   \r\nSubject: \r\n"), ("odd_spaces", "X-A :  one \r\nX-B\t: two\t\r\n"),
                ("odd_case", "SUBJECT: one\r\nsUbJeCt: two\r\nX-a: three\r\n"), ("quotes", 'X-A: "a, \\"b\\", c", d\r\nX-B: a;b="x;y",c\r\n')):
    edit("odd__" + n, r'append_hf("N: $hdr(Subject)|$(hdr(X-A)[-1])|$hdrc(Subject)\r\n"); remove_hf("Subject"); remove_hf("X-B");', extra=more)
