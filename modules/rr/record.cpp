// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Record-Route (RFC 3261 §16.6 step 4): one line, or two where the request changes sockets (RFC 5658).
#include "rr.hpp"

namespace kukini::modules::rr {

namespace {

constexpr std::string_view kLineStart = "Record-Route: <";

void put_address(TextBuilder& out, Worker& worker, const io::Flow& flow) {
  auto name = worker.local_name(flow);
  out << name.host;
  if (name.port != 0 && name.port != 5060) out << ":" << static_cast<unsigned>(name.port);
  if (flow.protocol != io::Protocol::udp && flow.protocol != io::Protocol::none) out << ";transport=" << io::to_string(flow.protocol);
}

}  // namespace

std::string_view Rr::scheme(Context& c) const {
  return ignore_sips_ == 0 && sip::scheme_of(c.target.ruri) == sip::Scheme::sips ? "sips:" : "sip:";
}

std::string_view Rr::user(Context& c) {
  if (user_pv_ != nullptr) {
    auto v = user_pv_->get(c);
    if (!v.is_null()) return text_of(c, v);
  }
  if (username_ == 0) return {};
  const auto* uri = c.msg->from_uri();
  return uri != nullptr ? uri->user : std::string_view{};
}

/// Puts a line before all headers; one Record-Route per message.
bool Rr::put(Context& c, std::string_view line) {
  auto& mine = own(c);
  mine.line = line;
  mine.recorded = true;
  c.current_edits().prepend_header(*c.msg, line);
  return true;
}

int Rr::record(Context& c, Args args) {
  auto& mine = own(c);
  if (c.msg == nullptr || !c.msg->is_request()) return -1;
  if (mine.recorded) {
    log(Level::error, "rr", "double attempt to record-route");
    return -1;
  }
  TextBuilder line(*c.arena, 160);
  line << kLineStart << scheme(c);
  if (auto name = user(c); !name.empty()) line << name << "@";
  put_address(line, *c.worker, c.flow);
  line << (full_lr_ != 0 ? ";lr=on" : ";lr");
  if (fromtag_ != 0 && !c.msg->from_tag().empty()) line << ";ftag=" << (direction(c) == Direction::upstream && !c.msg->to_tag().empty() ? c.msg->to_tag() : c.msg->from_tag());
  if (args.size() > 0) line << text_of(c, args[0].value);
  line << mine.params << ">\r\n";
  mine.adjustable = double_rr_ != 0;
  return put(c, line.view()) ? 1 : -1;
}

int Rr::record_address(Context& c, Args args) {
  auto& mine = own(c);
  if (c.msg == nullptr || !c.msg->is_request() || mine.recorded) return -1;
  TextBuilder line(*c.arena, 160);
  line << kLineStart << scheme(c);
  if (auto name = user(c); !name.empty()) line << name << "@";
  line << text_of(c, args[0].value);
  if (c.flow.protocol != io::Protocol::udp && c.flow.protocol != io::Protocol::none) line << ";transport=" << io::to_string(c.flow.protocol);
  if (fromtag_ != 0 && !c.msg->from_tag().empty()) line << ";ftag=" << c.msg->from_tag();
  line << mine.params << (full_lr_ != 0 ? ";lr=on" : ";lr") << ">\r\n";
  return put(c, line.view()) ? 1 : -1;
}

int Rr::record_preset(Context& c, Args args) {
  auto& mine = own(c);
  if (c.msg == nullptr || !c.msg->is_request() || mine.recorded) return -1;
  TextBuilder lines(*c.arena, 256);
  for (const auto& arg : args) {
    lines << kLineStart << scheme(c);
    if (auto name = user(c); !name.empty()) lines << name << "@";
    lines << text_of(c, arg.value);
    if (fromtag_ != 0 && !c.msg->from_tag().empty()) lines << ";ftag=" << c.msg->from_tag();
    lines << mine.params << (full_lr_ != 0 ? ";lr=on" : ";lr") << ">\r\n";
  }
  return put(c, lines.view()) ? 1 : -1;
}

int Rr::remove(Context& c, Args) {
  auto& mine = own(c);
  if (!mine.recorded) return 1;
  auto at = c.msg->headers_begin();
  if (!c.edits->change_text(at, mine.line, {}) && c.branch_edits != nullptr) c.branch_edits->change_text(at, mine.line, {});
  mine.line = {};
  mine.recorded = mine.adjustable = false;
  return 1;
}

bool Rr::add_param(Context& c, std::string_view param) {
  if (c.msg == nullptr || !c.msg->is_request() || param.empty()) return false;
  auto& mine = own(c);
  bool semicolon = param.front() == ';';
  TextBuilder all(*c.arena, mine.params.size() + param.size() + 1);
  all << mine.params << (semicolon ? "" : ";") << param;
  mine.params = all.view();
  if (!mine.recorded) return true;
  // Into the line(s) already there, before each '>'.
  TextBuilder line(*c.arena, mine.line.size() + 2 * param.size() + 4);
  for (char ch : mine.line) {
    if (ch == '>') line << (semicolon ? "" : ";") << param;
    line << ch;
  }
  auto at = c.msg->headers_begin();
  if (!c.edits->change_text(at, mine.line, line.view()) && (c.branch_edits == nullptr || !c.branch_edits->change_text(at, mine.line, line.view())))
    return false;
  mine.line = line.view();
  return true;
}

int Rr::add_rr_param(Context& c, Args args) { return add_param(c, c.arena->copy(text_of(c, args[0].value))) ? 1 : -1; }

std::string_view Rr::recorded(Context& c) {
  if (c.rr == nullptr || !own(c).adjustable) return {};
  return own(c).line;
}

std::string_view Rr::recorded_for(Worker& worker, std::string_view line, const io::Flow& in, const io::Flow& out, base::Arena& arena) {
  auto name = worker.local_name(in);
  auto host = arena.copy(name.host);
  auto port = name.port;
  name = worker.local_name(out);
  if (in.protocol == out.protocol && host == name.host && port == name.port) return line;
  // "Record-Route: <sip:user@" address ";lr;ftag=…>": the address up to ";lr" is what differs.
  auto lr = line.find(";lr");
  auto scheme_end = line.find(':', kLineStart.size());
  if (lr == line.npos || scheme_end == line.npos) return line;
  auto head = line.substr(0, scheme_end + 1);
  if (auto user_end = line.substr(0, lr).find('@', scheme_end); user_end != line.npos) head = line.substr(0, user_end + 1);
  auto tail = line.substr(lr);
  TextBuilder lines(arena, 2 * line.size() + 64);
  for (const auto* flow : {&out, &in}) {
    lines << head;
    put_address(lines, worker, *flow);
    lines << ";r2=on" << tail;
  }
  return lines.view();
}

}  // namespace kukini::modules::rr
