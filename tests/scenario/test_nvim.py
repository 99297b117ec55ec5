# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""kukini-lsp in a real editor: Neovim without a terminal, set up with the very lines that README.md tells people to use."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

from servers import BIN

ROOT = pathlib.Path(__file__).resolve().parents[2]
CONFIG = """#!KAMAILIO
loadmodule "tm.so"
loadmodule "sl.so"
loadmodule "dispatcher.so"
request_route {
      route(RELAY);
}
route[RELAY] {
	if (!ds_select_dst("1", "4")) { sl_send_replay("404", "No destination"); exit; }
	t_relay();
}
"""

# Each step writes what it saw; the last one writes the report and leaves.
DRIVER = r"""
local out, file = {}, vim.env.REPORT
local function finish()
  local f = io.open(file, 'w'); f:write(vim.fn.json_encode(out)); f:close()
  vim.cmd('qa!')
end
local function ask(method, line, character, more)
  local params = vim.tbl_extend('force', { textDocument = { uri = vim.uri_from_bufnr(0) }, position = { line = line, character = character } }, more or {})
  for _, answer in pairs(vim.lsp.buf_request_sync(0, method, params, 5000) or {}) do
    return answer.result
  end
end
local function lines() return vim.api.nvim_buf_get_lines(0, 0, -1, false) end
local function client() return vim.lsp.get_client_by_id(out.id) end
local ok, why = pcall(function()
  vim.wait(10000, function() return #vim.diagnostic.get(0) > 0 end, 20)
  for id, _ in pairs(vim.lsp.buf_get_clients(0)) do out.id = id end
  out.diagnostics = {}
  for _, d in ipairs(vim.diagnostic.get(0)) do table.insert(out.diagnostics, { line = d.lnum + 1, code = d.code or (d.user_data or {}).lsp.code, message = d.message }) end
  out.hover = ask('textDocument/hover', 8, 10).contents.value
  vim.fn.cursor(6, 14)
  vim.lsp.buf.definition()
  vim.wait(3000, function() return vim.fn.line('.') ~= 6 end, 20)
  out.definition = vim.fn.line('.')
  vim.fn.cursor(8, 8)
  vim.lsp.buf.rename('TO_CALLEE')
  vim.wait(3000, function() return lines()[8]:find('TO_CALLEE') ~= nil end, 20)
  out.renamed = lines()
  vim.lsp.util.apply_text_edits(ask('textDocument/formatting', 0, 0, { options = { tabSize = 4, insertSpaces = false } }) or {}, 0, client().offset_encoding)
  out.formatted = lines()
  out.actions = {}
  local range = { start = { line = 8, character = 36 }, ['end'] = { line = 8, character = 36 } }
  for _, a in ipairs(ask('textDocument/codeAction', 0, 0, { range = range, context = { diagnostics = {} } }) or {}) do table.insert(out.actions, a.title) end
  vim.api.nvim_buf_set_lines(0, 8, 9, false, { '\tif (!ds_select_dst("1", "4")) { sl_send_reply("404", "Not Found"); exit; }' })
  vim.wait(5000, function()
    for _, d in ipairs(vim.diagnostic.get(0)) do if d.message:find('sl_send_replay') then return false end end
    return true
  end, 20)
  out.after = {}
  for _, d in ipairs(vim.diagnostic.get(0)) do table.insert(out.after, d.message) end
end)
out.error = not ok and tostring(why) or nil
finish()
"""


def readme_lines():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    found = re.search(r"\*\*Neovim\*\*.*?```lua\n(.*?)```", text, re.S)
    assert found, "README.md has no lines for Neovim"
    return re.sub(r"(?m)^  ", "", found.group(1))


@unittest.skipUnless(shutil.which("nvim"), "Neovim is not installed (apt-get install neovim)")
class Nvim(unittest.TestCase):
    def test_the_lines_of_the_readme(self):
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="kukini-")))
        (folder / "kamailio.cfg").write_text(CONFIG)
        (folder / "init.lua").write_text(readme_lines())
        (folder / "driver.lua").write_text(DRIVER)
        report = folder / "report.json"
        env = {**os.environ, "REPORT": str(report), "HOME": str(folder), "PATH": f"{BIN}:{os.environ['PATH']}", "XDG_STATE_HOME": str(folder), "XDG_CACHE_HOME": str(folder)}
        done = subprocess.run(["nvim", "--headless", "-n", "-i", "NONE", "-u", "init.lua", "kamailio.cfg", "-c", "luafile driver.lua"], cwd=folder, env=env,
                              capture_output=True, text=True, timeout=60)
        self.assertTrue(report.exists(), done.stderr)
        seen = json.loads(report.read_text())
        self.assertNotIn("error", seen, seen.get("error"))
        self.assertTrue(any(d["line"] == 9 and "sl_send_replay" in d["message"] for d in seen["diagnostics"]), seen["diagnostics"])
        self.assertIn("ds_select_dst", seen["hover"])
        self.assertEqual(seen["definition"], 8)
        self.assertIn("route[TO_CALLEE] {", seen["renamed"])
        self.assertTrue(any("route(TO_CALLEE);" in line for line in seen["renamed"]), seen["renamed"])
        self.assertIn("\troute(TO_CALLEE);", seen["formatted"])
        self.assertTrue(any("sl_send_reply" in title for title in seen["actions"]), seen["actions"])
        self.assertFalse(any("sl_send_replay" in message for message in seen["after"]), seen["after"])
        print("\nNeovim " + subprocess.run(["nvim", "--version"], capture_output=True, text=True).stdout.split("\n")[0])


if __name__ == "__main__":
    unittest.main()
