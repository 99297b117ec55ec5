# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""Random format strings: text, variables in both spellings, and dollar signs that begin nothing."""
from node import Case, Node, block

PIECES = ["$var(five)", "$(var(five))", "$var(abc)x", "$avp(s)", "$(avp(list)[1])", "$(avp(list)[*])", "$hdr(X-A)", "$(hdr(X-A)[1])", "$(hdr(X-A)[-1])", "$hdr(Nope)",
          "$null", "$rU", "$ru", "$fU@$fd", "$(fU)$(fd)", "$(rU{s.len})", "$(ru{uri.host})", "$(ru{uri.param,x})", "$xavp(x=>i)", "$xavp(x[0]=>s)",
          "$$", "$$x", "100%", "text", "a b", "$rm-$cs", "$def(DEF_NUMBER)", "$defn(DEF_NUMBER)", "$(hdr(X-A){s.len})", "$hdrc(X-A)", "$hdr($var(t))",
          "$(var(words){s.select,1, })", "$(var(words){s.select,$var(one), })", "$_s(x$rU)", "$(_s(a$(rU{s.toupper})))", "$avp($var(abc))", "$tU$tt", "(", ")", "{", "}", "[", "]",
          "$shv(none)", "$si", "$sas{", "$pr", "$cl", "$Rp", "%", "\\\\", "\\\"", "'", "\\t", "|", "=", "$mf", "$true", "$K(UDP)", "$(rd{s.substr,0,3})", "$ci", "$oP", "$ua"]


class Format(Node):
    def __init__(self, pieces):
        super().__init__("a", [" ".join(pieces)])
        self.pieces = pieces

    def smaller(self):
        for i in range(len(self.pieces)):
            if len(self.pieces) > 1:
                yield Format(self.pieces[:i] + self.pieces[i + 1:])


def case(r):
    pieces = [r.choice(PIECES) for _ in range(r.randint(1, 4))]
    return Case("format", block([Node("s", ['xlog("L_ERR", "[[[', Format(pieces), ']]]\\n");\n'])]))
