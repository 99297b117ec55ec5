# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""kukini-lsp over standard input and output, with a scripted client: what an editor does, and what it gets."""
import json
import pathlib
import subprocess
import tempfile
import unittest

from servers import BIN

MAIN = """#!KAMAILIO
#!define FLT 5
loadmodule "tm.so"
loadmodule "pv.so"
loadmodule "xlog.so"
modparam("tm", "fr_timer", 5000)
include_file "more.cfg"
request_route {
	xlog("ü $fu\\n"); route(RELAY);
	t_on_failure("RELAY");
	setflag(FLT);
	$var(x) = $(ru{s.len});
	if ($var(x) > 9) t_relay();
	route(RELAI);
}
failure_route[RELAY] {
	exit;
}
"""
MORE = "route[RELAY] {\n\tt_relay();\n\troute(RELAY);\n}\n"


class Client:
    def __init__(self, folder):
        self.process = subprocess.Popen([str(BIN / "kukini-lsp"), "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd="/")
        self.id = 0
        self.folder = folder
        self.notes = []

    def write(self, message):
        data = json.dumps(message).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(data) + data)
        self.process.stdin.flush()

    def read(self):
        length = None
        while True:
            line = self.process.stdout.readline()
            if not line:
                raise EOFError
            if line == b"\r\n":
                return json.loads(self.process.stdout.read(length))
            name, value = line.split(b":")
            if name.lower() == b"content-length":
                length = int(value)

    def request(self, method, **params):
        self.id += 1
        self.write({"jsonrpc": "2.0", "id": self.id, "method": method, "params": params})
        while True:
            message = self.read()
            if "method" in message:
                self.notes.append(message)
                continue
            assert message["id"] == self.id, message
            return message

    def result(self, method, **params):
        message = self.request(method, **params)
        assert "result" in message, message
        return message["result"]

    def notify(self, method, **params):
        self.write({"jsonrpc": "2.0", "method": method, "params": params})

    def uri(self, name):
        return (self.folder / name).as_uri()

    def diagnostics(self, name):
        """The latest for the file; asks something, so that all before it was answered."""
        self.request("textDocument/hover", textDocument={"uri": self.uri(name)}, position={"line": 0, "character": 0})
        found = [n["params"]["diagnostics"] for n in self.notes if n["method"] == "textDocument/publishDiagnostics" and n["params"]["uri"] == self.uri(name)]
        return found[-1] if found else None

    def at(self, name, line, character):
        return {"textDocument": {"uri": self.uri(name)}, "position": {"line": line, "character": character}}


class Lsp(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="kukini ")))
        (self.folder / "kamailio.cfg").write_text(MAIN)
        (self.folder / "more.cfg").write_text(MORE)
        self.client = Client(self.folder)
        self.addCleanup(self.stop)
        result = self.client.result("initialize", processId=None, rootUri=self.folder.as_uri(), capabilities={})
        self.assertEqual(result["capabilities"]["textDocumentSync"]["change"], 2)
        self.client.notify("initialized")

    def stop(self):
        if self.client.process.poll() is None:
            self.client.process.kill()
        self.client.process.wait()
        self.client.process.stdin.close()
        self.client.process.stdout.close()

    def open(self, name="kamailio.cfg", text=None):
        text = (self.folder / name).read_text() if text is None else text
        self.client.notify("textDocument/didOpen", textDocument={"uri": self.client.uri(name), "languageId": "kamailio", "version": 1, "text": text})

    def codes(self, name="kamailio.cfg"):
        return {(d["code"], d["range"]["start"]["line"]) for d in self.client.diagnostics(name)}

    def test_diagnostics_while_typing(self):
        self.open()
        self.assertIn(("unknown-route", 13), self.codes())
        self.client.notify("textDocument/didChange", textDocument={"uri": self.client.uri("kamailio.cfg"), "version": 2},
                           contentChanges=[{"range": {"start": {"line": 13, "character": 11}, "end": {"line": 13, "character": 12}}, "text": "Y"}])
        self.assertNotIn(("unknown-route", 13), self.codes())
        self.client.notify("textDocument/didChange", textDocument={"uri": self.client.uri("kamailio.cfg"), "version": 3}, contentChanges=[{"text": "request_route {\n\tif (\n}\n"}])
        self.assertTrue(any(code.startswith("syntax-") for code, _ in self.codes()))
        self.client.notify("textDocument/didClose", textDocument={"uri": self.client.uri("kamailio.cfg")})
        self.assertEqual(self.client.diagnostics("kamailio.cfg"), [])

    def test_columns_count_utf16_units(self):
        self.open(text=MAIN.replace("ü $fu", "\U0001f600 $nope"))
        found = [d["range"] for d in self.client.diagnostics("kamailio.cfg") if d["code"] == "unknown-variable"]
        self.assertEqual(found, [{"start": {"line": 8, "character": 10}, "end": {"line": 8, "character": 15}}])

    def test_included_file_is_judged_with_its_main_file(self):
        self.open("more.cfg")
        self.assertNotIn("function-needs-module", {c for c, _ in self.codes("more.cfg")})
        self.assertIn(("unknown-route", 13), {(d["code"], d["range"]["start"]["line"]) for d in self.client.diagnostics("kamailio.cfg")})
        (self.folder / "kamailio.cfg").write_text("request_route { exit; }\n")
        self.client.notify("textDocument/didSave", textDocument={"uri": self.client.uri("more.cfg")})
        self.assertIn("function-needs-module", {c for c, _ in self.codes("more.cfg")})

    def test_hover(self):
        self.open()
        for line, character, text in ((8, 3, "xlog("), (8, 9, "$fu"), (11, 14, "$ru"), (11, 19, "{s.len}"), (5, 18, "fr_timer"), (2, 14, "**tm**"), (10, 11, "#!define FLT 5"),
                                      (12, 20, "t_relay")):
            hover = self.client.result("textDocument/hover", **self.client.at("kamailio.cfg", line, character))
            self.assertIsNotNone(hover, (line, character))
            self.assertIn(text, hover["contents"]["value"])
        self.assertIsNone(self.client.result("textDocument/hover", **self.client.at("kamailio.cfg", 0, 0)))

    def test_definition_and_references(self):
        self.open()
        place = self.client.at("kamailio.cfg", 8, 25)
        self.assertEqual([(d["uri"], d["range"]["start"]) for d in self.client.result("textDocument/definition", **place)],
                         [(self.client.uri("more.cfg"), {"line": 0, "character": 6})])
        found = self.client.result("textDocument/references", **place, context={"includeDeclaration": True})
        self.assertEqual({(pathlib.PurePosixPath(d["uri"]).name, d["range"]["start"]["line"]) for d in found}, {("kamailio.cfg", 8), ("more.cfg", 0), ("more.cfg", 2)})
        armed = self.client.result("textDocument/definition", **self.client.at("kamailio.cfg", 9, 17))
        self.assertEqual([d["range"]["start"]["line"] for d in armed], [15])
        define = self.client.result("textDocument/definition", **self.client.at("kamailio.cfg", 10, 10))
        self.assertEqual([d["range"]["start"] for d in define], [{"line": 1, "character": 9}])
        include = self.client.result("textDocument/definition", **self.client.at("kamailio.cfg", 6, 16))
        self.assertEqual([d["uri"] for d in include], [self.client.uri("more.cfg")])

    def test_rename(self):
        self.open()
        place = self.client.at("kamailio.cfg", 8, 25)
        self.assertEqual(self.client.result("textDocument/prepareRename", **place)["placeholder"], "RELAY")
        changes = self.client.result("textDocument/rename", **place, newName="SEND")["changes"]
        got = {(pathlib.PurePosixPath(uri).name, e["range"]["start"]["line"], e["newText"]) for uri, edits in changes.items() for e in edits}
        self.assertEqual(got, {("kamailio.cfg", 8, "SEND"), ("more.cfg", 0, "SEND"), ("more.cfg", 2, "SEND")}, "failure_route[RELAY] is another block")
        for name in ("", "a b", "x}"):
            self.assertIn("error", self.client.request("textDocument/rename", **place, newName=name))
        self.assertIn("error", self.client.request("textDocument/prepareRename", **self.client.at("kamailio.cfg", 8, 3)))

    def labels(self, line, text):
        """What is offered at the end of `text`, typed as a line of request_route."""
        lines = MAIN.splitlines()
        lines.insert(line, text)
        self.open(text="\n".join(lines) + "\n")
        items = self.client.result("textDocument/completion", **self.client.at("kamailio.cfg", line, len(text)))
        return {i["label"] for i in items}

    def test_completion(self):
        self.assertLessEqual({"t_relay", "xlog", "setflag", "if"}, self.labels(9, "\t"))
        self.assertNotIn("ds_select_dst", self.labels(9, "\t"), "its module is not loaded")
        self.assertEqual(self.labels(9, "\troute(")  & {"RELAY", "t_relay"}, {"RELAY"})
        self.assertEqual(self.labels(9, '\tt_on_failure("'), {"RELAY"})
        self.assertLessEqual({"$fu", "$var(x)", "$ru"}, self.labels(9, "\t$"))
        self.assertLessEqual({"s", "uri"}, self.labels(9, "\t$var(y) = $(ru{"))
        self.assertLessEqual({"len", "substr"}, self.labels(9, "\t$var(y) = $(ru{s."))
        self.assertIn("fr_inv_timer", self.labels(6, 'modparam("tm", "'))
        self.assertLessEqual({"tm", "pv"}, self.labels(6, 'modparam("'))
        self.assertIn("dispatcher.so", self.labels(3, 'loadmodule "'))
        self.assertLessEqual({"listen", "loadmodule", "debug"}, self.labels(6, ""))

    def test_symbols(self):
        self.open()
        self.assertEqual([(s["name"], s["range"]["start"]["line"], s["range"]["end"]["line"])
                          for s in self.client.result("textDocument/documentSymbol", textDocument={"uri": self.client.uri("kamailio.cfg")})],
                         [("request_route", 7, 14), ("failure_route[RELAY]", 15, 17)])

    def test_formatting(self):
        self.open(text="request_route{\nexit ;\n}\n")
        edits = self.client.result("textDocument/formatting", textDocument={"uri": self.client.uri("kamailio.cfg")}, options={"tabSize": 4, "insertSpaces": False})
        self.assertNotEqual(edits, [])
        lines = ["request_route{", "exit ;", "}", ""]
        for e in sorted(edits, key=lambda e: (e["range"]["start"]["line"], e["range"]["start"]["character"]), reverse=True):
            begin, end = e["range"]["start"], e["range"]["end"]
            self.assertEqual(begin["line"], end["line"])
            line = lines[begin["line"]]
            lines[begin["line"]] = line[:begin["character"]] + e["newText"] + line[end["character"]:]
        self.assertEqual("\n".join(lines).split("\n")[:2], ["request_route {", "\texit;"] if "exit;" in lines[1] else ["request_route {", "\texit ;"])

    def test_quick_fix(self):
        self.open()
        actions = self.client.result("textDocument/codeAction", textDocument={"uri": self.client.uri("kamailio.cfg")}, context={"diagnostics": []},
                                     range={"start": {"line": 13, "character": 8}, "end": {"line": 13, "character": 8}})
        edits = [a["edit"]["changes"][self.client.uri("kamailio.cfg")] for a in actions if "unknown-route" in a["title"]]
        self.assertEqual(edits, [[{"range": {"start": {"line": 13, "character": 7}, "end": {"line": 13, "character": 12}}, "newText": "RELAY"}]])

    def test_dispatcher_list(self):
        self.open("dispatcher.list", text="x sip:192.0.2.1:5060\n")
        self.assertIn("list-set-id", {c for c, _ in self.codes("dispatcher.list")})

    def test_bad_messages(self):
        self.assertEqual(self.client.request("no/such/method")["error"]["code"], -32601)
        self.assertEqual(self.client.request("textDocument/hover")["error"]["code"], -32602)
        self.client.write([1, 2])
        self.client.write({"jsonrpc": "2.0", "method": "textDocument/didChange", "params": {"textDocument": {"uri": 5}, "contentChanges": 7}})
        self.client.notify("textDocument/didOpen")
        self.client.notify("no/such/notification")
        self.open()
        for place in ({"line": 99999, "character": 1}, {"line": 1, "character": 99999}, {"line": -1, "character": -1}, {"line": "x"}, None):
            self.client.request("textDocument/hover", textDocument={"uri": self.client.uri("kamailio.cfg")}, position=place)
            self.client.request("textDocument/completion", textDocument={"uri": self.client.uri("kamailio.cfg")}, position=place)
        self.client.process.stdin.write(b"Content-Length: 5\r\n\r\n{{{{{")
        self.client.process.stdin.flush()
        self.assertEqual(self.client.read()["error"]["code"] if not self.client.notes else self.error_behind_notes(), -32700)

    def error_behind_notes(self):
        while True:
            message = self.client.read()
            if "error" in message:
                return message["error"]["code"]

    def test_leaving(self):
        self.assertIsNone(self.client.result("shutdown"))
        self.assertIn("error", self.client.request("textDocument/hover"))
        self.client.notify("exit")
        self.assertEqual(self.client.process.wait(10), 0)

    def test_leaving_without_shutdown(self):
        self.client.notify("exit")
        self.assertEqual(self.client.process.wait(10), 1)

    def test_stream_that_is_no_protocol(self):
        self.client.process.stdin.write(b"hello\r\n\r\n")
        self.client.process.stdin.close()
        self.assertEqual(self.client.process.wait(10), 1)
        self.client.process.stdin = open("/dev/null", "wb")


if __name__ == "__main__":
    unittest.main()
