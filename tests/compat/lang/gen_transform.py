# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""Random transformations of random texts: every one that Kamailio 5.6.3 has, with constant arguments and with variables."""
from node import Case, Node, block, out, quoted, stmt

WORDS = ["", "a", "abc", "Hello World", "HELLO", "0042abc", "-17", "42", " 7 ", "one,two,three,,five", ",", "a;b;c", "a b  c", "x=1;y=2", "  pad  ", "\ttab",
         "a'b\"c\\d", "50%", "%41%20b", "%zz", "48656c6c6f", "4865zz", "SGVsbG8=", "SGVsbG8", "!!!", "+49 (0)30/12-34", "über", "a\nb", "JxF12TrwUP45BMd"]
URIS = ["sip:bob@example.com", "sip:example.org", "sips:al:pw@h.net:5071;transport=TLS;lr;x=y?h=1&g=2", "sip:bob@10.0.0.1:5080;transport=tcp", "tel:+4930123",
        "sip:u@[2001:db8::1]:5066", "sip:a@h;method=INVITE;ttl=5;user=phone;maddr=1.2.3.4", "sip:a@h;lr=on;r2=on;x", "SIP:Al@H.COM", "sip:@h", "sip:", "bob",
        "sip:a@h:0", "sip:a@h:99999", "sip:a@h;;x=1", "http://x/y", "sip:a:b:c@h", "sip:a@b@c", "sip:h:5060;x=\"q;r\"", "urn:service:sos"]
ADDRESSES = ['"Al B" <sip:al@b.com;p=1>;tag=xyz;q=0.5', "<sip:al@b.com>", "sip:al@b.com;tag=t2", "Al <sip:al@b.com>;tag=1", '"A \\"q\\"" <sip:a@b>', "<sip:a@b>;x;y=z",
             "Al B <sips:a@b:5061>", "<tel:+1>", "", "nonsense"]
PARAMS = ["a=1;b=2;c=3", "a=1;b=\"two 2\";c;d=4", "a", "", "a=;b", "A=1;a=2", " a = 1 ; b = 2", "a=1&b=2&c", "a=1,b=2", "x;y;z"]
LINES = ["one\r\ntwo\r\nthree\r\n", "one\ntwo", "one", "", "\r\n", "a\r\n\r\nb", "k: v\r\nm: w"]
SEPARATORS = [",", ";", ":", " ", "/", "a", "l", "=", "&", "."]
NUMBERS = ["0", "1", "2", "3", "5", "-1", "-2", "50"]


def number(r):
    return r.choice(NUMBERS) if r.random() < 0.75 else r.choice(["$var(one)", "$var(five)", "$var(z)", "$avp(i)"])


def length(r):
    return r.choice([n for n in NUMBERS if n[0] != "-"]) if r.random() < 0.75 else r.choice(["$var(one)", "$var(five)", "$avp(i)"])


def word(r):
    return r.choice(["a", "b", "l", "o", "lo", "x", "one", "two", "World", "Q"]) if r.random() < 0.75 else r.choice(["$var(abc)", "$avp(s)", "$var(s5)", "$rU", "$var(five)"])


def separator(r):
    return r.choice(SEPARATORS)


PLAIN = ["s.len", "s.int", "s.md5", "s.sha256", "s.sha384", "s.sha512", "s.tolower", "s.toupper", "s.encode.hexa", "s.decode.hexa", "s.encode.base64",
         "s.decode.base64", "s.encode.base64t", "s.decode.base64t", "s.encode.base64url", "s.decode.base64url", "s.encode.base64urlt",
         "s.decode.base64urlt", "s.encode.base58", "s.decode.base58", "s.encode.7bit", "s.decode.7bit", "s.escape.common", "s.unescape.common",
         "s.escape.user", "s.unescape.user", "s.escape.param", "s.unescape.param", "s.urlencode.param", "s.urldecode.param", "s.escape.csv", "s.numeric",
         "s.rmws", "s.trim", "s.ltrim", "s.rtrim", "s.unquote", "s.unbracket", "s.corehash", "line.count", "param.count"]
OF_URI = ["user", "host", "domain", "passwd", "port", "params", "headers", "transport", "ttl", "uparam", "maddr", "method", "lr", "r2", "scheme", "tosocket",
          "duri", "saor", "suri"]
OF_ADDRESS = ["nameaddr.name", "nameaddr.uri", "nameaddr.len", "tobody.uri", "tobody.tag", "tobody.user", "tobody.host", "tobody.display", "tobody.params"]


def with_arguments(r):
    return r.choice([
        lambda: f"s.substr,{number(r)},{length(r)}", lambda: f"s.select,{number(r)},{separator(r)}", lambda: f"s.strip,{number(r)}",
        lambda: f"s.striptail,{number(r)}", lambda: f"s.stripto,{r.choice(SEPARATORS[1:])}", lambda: f"s.prefixes,{number(r)}", lambda: "s.prefixes",
        lambda: f"s.prefixes.quoted,{number(r)}", lambda: f"s.replace,{word(r)},{word(r)}", lambda: f"s.rm,{word(r)}", lambda: f"s.before,{separator(r)}",
        lambda: f"s.after,{separator(r)}", lambda: f"s.count,{separator(r)}", lambda: f"s.corehash,{r.choice(['1', '2', '16', '256'])}",
       
        lambda: "re.subst,/" + r.choice(["l/L/", "l/L/g", "a/x/i", "(.)(.)/\\2\\1/", "^./X/", "[0-9]+/N/g", "nope/x/", ".*/[\\0]/", " /_/g", "$/!/"]),
    ])()


def of_param(r):
    return r.choice([lambda: f"param.value,{r.choice('abcxyzA')}", lambda: f"param.name,{number(r)}",
                     lambda: f"param.valueat,{number(r)}", lambda: f"param.in,{r.choice('abcxyzA')}", lambda: "param.count",
                     lambda: "param.value,$var(abc)"])()


def of_line(r):
    return r.choice([lambda: "line.count", lambda: f"line.at,{number(r)}", lambda: f"line.sw,{r.choice(['t', 'on', 'k', 'x', 'thr'])}"])()


def chain(r):
    """A text and the transformations for it."""
    what = r.random()
    if what < 0.3:
        source, first = r.choice(WORDS), r.choice(PLAIN)
    elif what < 0.52:
        source, first = r.choice(WORDS), with_arguments(r)
    elif what < 0.7:
        source = r.choice(URIS)
        first = "uri." + r.choice(OF_URI) if r.random() < 0.85 else f"uri.param,{r.choice(['x', 'lr', 'transport', '$var(abc)'])}" if r.random() < 0.8 else "urialias.encode"
    elif what < 0.8:
        source, first = r.choice(ADDRESSES), r.choice(OF_ADDRESS)
    elif what < 0.92:
        source, first = r.choice(PARAMS), of_param(r)
    else:
        source, first = r.choice(LINES), of_line(r)
    steps = [first]
    while r.random() < 0.3 and len(steps) < 3:
        steps.append(r.choice([r.choice(PLAIN), with_arguments(r)]))
    return source, steps


class Chain(Node):
    """$(source{…}{…}); smaller with a step less."""

    def __init__(self, source, steps):
        super().__init__("a", [f"$({source}{''.join('{' + s + '}' for s in steps)})"])
        self.source, self.steps = source, steps

    def smaller(self):
        for i in range(len(self.steps)):
            if len(self.steps) > 1:
                yield Chain(self.source, self.steps[:i] + self.steps[i + 1:])


def escaped(text):
    """For between quotes in a configuration."""
    return quoted(text).replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")


def case(r):
    text, steps = chain(r)
    piece = Chain("var(t)", steps)
    if r.random() < 0.06:
        piece = Chain(r.choice(["avp(nope)", "hdr(Nope)", "avp(i)", "var(five)", "rs", "cs", "null"]), steps)
    if r.random() < 0.3:
        return Case("transform", block([stmt(f"$var(t) = {escaped(text)};\n"), stmt("$var(r) = ", piece, " + 1;\n"), out("$var(r)")]))
    return Case("transform", block([stmt(f"$var(t) = {escaped(text)};\n"), Node("s", ['xlog("L_ERR", "[[[', Inner(piece), ']]]\\n");\n'])]))


class Inner(Node):
    """A piece between the quotes of a string: backslashes are doubled."""

    def __init__(self, piece):
        super().__init__("a", [piece])

    def __str__(self):
        return str(self.parts[0]).replace("\\", "\\\\").replace('"', '\\"')

    def smaller(self):
        for less in self.parts[0].smaller():
            yield Inner(less)
