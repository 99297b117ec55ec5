// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// t_write_req() and t_write_unix(): the request as lines of text to a named pipe or a datagram socket of another program (voicemail
// servers read them). The layout is Kamailio's, version 0.3. A reader that is slow makes the script wait, never the worker.
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/text.hpp"
#include "engine.hpp"

namespace kukini::modules::tm {

/// "name:alias=hdr[User-Agent];avp[x];body=msg[body]"
Result<> Tm::add_tw_append(std::string_view text) {
  auto colon = text.find(':');
  if (colon == text.npos || colon == 0) return Error{fmt::format("tw_append \"{}\" does not start with a name and ':'", text)};
  TwAppend append{std::string(base::trim(text.substr(0, colon))), {}};
  for (auto at = colon + 1; at < text.size();) {
    auto end = std::min(text.find(';', at), text.size());
    auto item = base::trim(text.substr(at, end - at));
    at = end + 1;
    if (item.empty()) continue;
    TwItem made;
    auto open = item.find('['), equals = item.find('=');
    if (equals != item.npos && equals < open) {
      made.title = base::trim(item.substr(0, equals));
      item = base::trim(item.substr(equals + 1));
      open = item.find('[');
    }
    if (open == item.npos || item.back() != ']') return Error{fmt::format("tw_append: \"{}\" is none of hdr[name], avp[name], msg[body]", item)};
    auto kind = base::trim(item.substr(0, open)), name = base::trim(item.substr(open + 1, item.size() - open - 2));
    made.name = name;
    if (made.title.empty()) made.title = name;
    if (kind == "hdr") made.kind = TwItem::header;
    else if (kind == "avp") made.kind = TwItem::avp;
    else if (kind == "msg" && name == "body") made.kind = TwItem::body;
    else return Error{fmt::format("tw_append: \"{}\" is none of hdr[name], avp[name], msg[body]", item)};
    append.items.push_back(std::move(made));
  }
  config.tw_appends.push_back(std::move(append));
  return {};
}

namespace {

constexpr unsigned kRetryMs = 5;

/// Record-Route as the other side's route set: three lines (where to, route set, next hop).
void put_routes(TextBuilder& out, const sip::Message& msg, std::string_view& target) {
  const auto* first = msg.record_route();
  if (first == nullptr) {
    out << ".\n.\n";
    return;
  }
  const auto* uri = msg.uri(first);
  bool loose = uri != nullptr && uri->lr;
  if (loose) {
    out << "<" << first->uri_text << ">";
    for (const auto* r = first; r != nullptr; r = msg.next_addr(r)) out << ",<" << r->uri_text << ">";
    out << "\n" << first->uri_text << "\n";
    return;
  }
  for (const auto* r = msg.next_addr(first); r != nullptr; r = msg.next_addr(r)) out << "<" << r->uri_text << ">,";
  out << "<" << target << ">\n.\n";
  target = first->uri_text;
}

/// Empty where it cannot be made.
std::string_view lines_of(Tm& tm, Context& c, std::string_view what) {
  const auto& msg = *c.msg;
  auto slash = what.find('/');
  auto action = what.substr(0, slash), append_name = slash == what.npos ? std::string_view{} : what.substr(slash + 1);
  const TwAppend* append = nullptr;
  for (const auto& a : tm.config.tw_appends)
    if (a.name == append_name) append = &a;
  if (!append_name.empty() && append == nullptr) {
    log(Level::error, "tm", "no modparam tw_append is named \"{}\"", append_name);
    return {};
  }
  sip::Uri ruri;
  if (c.transaction == nullptr || msg.from() == nullptr || msg.to() == nullptr || msg.cseq() == nullptr || !sip::parse_uri(c.target.ruri, ruri)) {
    log(Level::error, "tm", "t_write: {}", c.transaction == nullptr ? "there is no transaction; call t_newtran() first" : "the request lacks what is to be written");
    return {};
  }
  char ip[48];
  auto target = msg.contact() != nullptr && !msg.contact()->star ? msg.contact()->uri_text : msg.from()->uri_text;
  TextBuilder routes(*c.arena);
  put_routes(routes, msg, target);
  auto view = tm.view(*c.transaction);
  TextBuilder out(*c.arena, 1024);
  out << "0.3\nsip_request." << action << "\n" << msg.method_text() << "\n" << ruri.user << "\n" << ruri.bare_host() << "\n"
      << std::string_view(ip, c.flow.local.write_ip(ip, false)) << "\n" << static_cast<unsigned>(c.flow.local.port) << "\n"
      << msg.ruri() << "\n" << target << "\n" << msg.value(sip::HeaderType::from) << "\n" << msg.value(sip::HeaderType::to) << "\n"
      << msg.call_id() << "\n" << msg.from_tag() << "\n" << msg.to_tag() << "\n" << static_cast<unsigned>(msg.cseq()->number) << "\n"
      << static_cast<unsigned>(view.hash) << ":" << static_cast<unsigned>(view.label) << "\n" << routes.view()
      << "P-MsgFlags: 0" << fmt::format("{:x}", c.state != nullptr ? c.state->flags : 0u) << "\n";
  bool body = false;
  if (append != nullptr)
    for (const auto& item : append->items) {
      if (item.kind == TwItem::body) {
        body = true;
        continue;
      }
      if (item.kind == TwItem::header) {
        const auto* h = msg.find(item.name);
        if (h != nullptr) out << item.title << ": " << msg.unfolded(*h, *c.arena) << "\n";
        continue;
      }
      auto value = item.pv != nullptr ? item.pv->get(c) : Value::null();
      if (!value.is_null()) out << item.title << ": " << text_of(c, value) << "\n";
    }
  out << ".\n";
  if (body) out << msg.body();
  out << "\n";
  return out.view();
}

/// Repeats `attempt` until it no longer says EAGAIN or unix_tx_timeout has passed.
template <class Attempt>
bool with_patience(Tm& tm, Context& c, const char* what, std::string_view where, Attempt attempt) {
  auto& clock = c.worker->clock();
  auto end = clock.now_ms() + static_cast<std::uint64_t>(static_cast<std::int64_t>(tm.config.unix_tx_timeout));
  for (;;) {
    if (attempt()) return true;
    if ((errno != EAGAIN && errno != ENOBUFS) || clock.now_ms() >= end) {
      log(Level::error, "tm", "{}: cannot write to \"{}\": {}", what, where, std::strerror(errno));
      return false;
    }
    c.worker->sleep(kRetryMs);
  }
}

int write_pipe(void* self, Context& c, Args args) {
  auto& tm = *static_cast<Tm*>(self);
  auto path = text_of(c, args[0].value);
  auto left = lines_of(tm, c, text_of(c, args[1].value));
  if (left.empty()) return -1;
  int fd = ::open(std::string(path).c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC);
  struct stat about {};
  if (fd < 0 || ::fstat(fd, &about) != 0 || !S_ISFIFO(about.st_mode)) {
    log(Level::error, "tm", "t_write_req: \"{}\" {}", path,
        fd >= 0 ? "is no named pipe" : errno == ENXIO ? "is a pipe that nobody reads" : std::strerror(errno));
    if (fd >= 0) ::close(fd);
    return -1;
  }
  bool done = with_patience(tm, c, "t_write_req", path, [&] {
    while (!left.empty()) {
      auto n = ::write(fd, left.data(), left.size());
      if (n < 0) return false;
      left.remove_prefix(static_cast<std::size_t>(n));
    }
    return true;
  });
  ::close(fd);
  return done ? 1 : -1;
}

int write_socket(void* self, Context& c, Args args) {
  auto& tm = *static_cast<Tm*>(self);
  auto path = text_of(c, args[0].value);
  auto text = lines_of(tm, c, text_of(c, args[1].value));
  if (text.empty()) return -1;
  sockaddr_un to{};
  to.sun_family = AF_UNIX;
  if (path.empty() || path.size() >= sizeof to.sun_path) {
    log(Level::error, "tm", "t_write_unix: \"{}\" is no path of a socket", path);
    return -1;
  }
  std::memcpy(to.sun_path, path.data(), path.size());
  int fd = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return -1;
  bool done = with_patience(tm, c, "t_write_unix", path, [&] {
    return ::sendto(fd, text.data(), text.size(), MSG_NOSIGNAL, reinterpret_cast<sockaddr*>(&to), sizeof to) >= 0;
  });
  ::close(fd);
  return done ? 1 : -1;
}

}  // namespace

void Tm::bind_write(Binder& b) {
  b.function("t_write_req", write_pipe, this);
  b.function("t_write_unix", write_socket, this);
  b.param("tw_append", [this](const ParamValue& v) { return add_tw_append(v.text); });
}

}  // namespace kukini::modules::tm
