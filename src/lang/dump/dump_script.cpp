// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Printing items and statements.
#include "lang/dump/dump.hpp"
#include "lang/dump/quote.hpp"

namespace kukini::lang {
namespace {

class Printer {
 public:
  std::string out;

  void item(const ast::Item& i) {
    switch (i.kind) {
      case ast::ItemKind::error: line("error"); break;
      case ast::ItemKind::global_param: global_param(*i.as<ast::GlobalParam>()); break;
      case ast::ItemKind::listen: listen(*i.as<ast::Listen>()); break;
      case ast::ItemKind::load_module: {
        const auto& m = *i.as<ast::LoadModule>();
        line("loadmodule " + quoted(m.path) + field("options", m.options));
        break;
      }
      case ast::ItemKind::load_path: line(std::string(i.as<ast::LoadPath>()->keyword) + " " + quoted(i.as<ast::LoadPath>()->path)); break;
      case ast::ItemKind::mod_param: {
        const auto& m = *i.as<ast::ModParam>();
        line(std::string(m.evaluated ? "modparamx " : "modparam ") + quoted(m.modules) + " " + quoted(m.name) + " " +
             (m.value != nullptr ? dump(*m.value) : "(none)"));
        break;
      }
      case ast::ItemKind::cfg_engine: line("cfgengine " + quoted(i.as<ast::CfgEngine>()->name)); break;
      case ast::ItemKind::flags: {
        const auto& f = *i.as<ast::Flags>();
        line(f.avp ? "avpflags" : "flags");
        ++depth_;
        for (const auto& e : f.entries) line(std::string(e.name) + (e.number >= 0 ? " " + std::to_string(e.number) : ""));
        --depth_;
        break;
      }
      case ast::ItemKind::route: {
        const auto& r = *i.as<ast::Route>();
        line("route " + std::string(to_string(r.route)) + field("name", r.name));
        if (r.body != nullptr) statements(r.body->statements);
        break;
      }
    }
  }

  void statement(const ast::Stmt& s) {
    switch (s.kind) {
      case ast::StmtKind::error:
      case ast::StmtKind::empty:
      case ast::StmtKind::break_: line(std::string(to_string(s.kind))); break;
      case ast::StmtKind::block:
        line("block");
        statements(s.as<ast::Block>()->statements);
        break;
      case ast::StmtKind::if_: if_(*s.as<ast::If>(), "if "); break;
      case ast::StmtKind::while_:
        line("while " + dump(*s.as<ast::While>()->condition));
        body(*s.as<ast::While>()->body);
        break;
      case ast::StmtKind::switch_: {
        const auto& w = *s.as<ast::Switch>();
        line("switch " + dump(*w.subject));
        ++depth_;
        for (const auto& c : w.cases) {
          line(c.kind == ast::CaseKind::default_ ? "default" : "case " + dump(*c.value));
          statements(c.statements);
        }
        --depth_;
        break;
      }
      case ast::StmtKind::return_: jump("return", s.as<ast::Return>()->value); break;
      case ast::StmtKind::drop: jump("drop", s.as<ast::Drop>()->value); break;
      case ast::StmtKind::exit: jump("exit", s.as<ast::Exit>()->value); break;
      case ast::StmtKind::assign: {
        const auto& a = *s.as<ast::Assign>();
        line("assign " + std::string(to_string(a.op)) + " " + dump(*a.target) + " " + dump(*a.value));
        break;
      }
      case ast::StmtKind::call: line(dump(*s.as<ast::CallStmt>()->call)); break;
    }
  }

 private:
  void line(const std::string& text) { out += std::string(2 * depth_, ' ') + text + "\n"; }

  static std::string field(std::string_view name, std::string_view value) {
    return value.empty() ? std::string() : " " + std::string(name) + "=" + quoted(value);
  }

  void statements(ast::StmtList list) {
    ++depth_;
    for (const auto* s : list) statement(*s);
    --depth_;
  }

  void body(const ast::Stmt& s) {
    if (const auto* b = s.as<ast::Block>()) return statements(b->statements);
    ++depth_;
    statement(s);
    --depth_;
  }

  void if_(const ast::If& s, const std::string& head) {
    line(head + dump(*s.condition));
    body(*s.then);
    if (s.otherwise == nullptr) return;
    if (const auto* next = s.otherwise->as<ast::If>()) return if_(*next, "else if ");
    line("else");
    body(*s.otherwise);
  }

  void jump(const std::string& word, const ast::Expr* value) { line(word + (value != nullptr ? " " + dump(*value) : "")); }

  void global_param(const ast::GlobalParam& g) {
    std::string group(g.group);
    if (g.instance >= 0) group += "[" + std::to_string(g.instance) + "]";
    std::string text = (g.is_coreparam ? "coreparam " : "param ") + (group.empty() ? group : group + ".") + std::string(g.name) + " =";
    for (const auto* v : g.values) text += " " + dump(*v);
    line(text + field("desc", g.description));
  }

  void listen(const ast::Listen& l) {
    line(l.listen == ast::ListenKind::listen ? "listen" : l.listen == ast::ListenKind::alias ? "alias" : "socket");
    ++depth_;
    for (const auto& e : l.entries)
      line(quoted(e.text) + field("proto", e.proto) + field("host", e.host) + field("port", e.port) + field("to", e.port_last) +
           field("advertise_proto", e.advertise_proto) + field("advertise", e.advertise_host) + field("advertise_port", e.advertise_port) +
           field("name", e.name) + field("agname", e.agname) + field("workers", e.workers) + field("vrf", e.vrf) + (e.is_virtual ? " virtual" : "") +
           (e.quoted ? " quoted" : ""));
    --depth_;
  }

  std::size_t depth_ = 0;
};

}  // namespace

std::string dump(const ast::Stmt& stmt) {
  Printer p;
  p.statement(stmt);
  return p.out;
}

std::string dump(const Script& script) {
  Printer p;
  for (const auto* i : script.items()) p.item(*i);
  return p.out;
}

std::string dump_expanded(const Script& script) { return std::string(script.source().text()); }

}  // namespace kukini::lang
