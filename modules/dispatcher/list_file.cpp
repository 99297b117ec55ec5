// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The columns and attributes of a list line.
#include "list_file.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

#include "base/text.hpp"
#include "sip/uri.hpp"

namespace kukini::modules::dispatcher {

using base::Error;
using base::Result;

namespace {

/// Columns of a line: separated by white space; a column may stand in double quotes.
class Columns {
 public:
  explicit Columns(std::string_view line) : rest_(base::trim(line)) {}
  bool done() const { return rest_.empty() || rest_.front() == '#'; }
  std::string_view rest() const { return rest_; }
  /// False for a quote that does not end.
  bool next(std::string_view& out) {
    if (rest_.front() == '"') {
      auto end = rest_.find('"', 1);
      if (end == std::string_view::npos) return false;
      out = rest_.substr(1, end - 1);
      rest_ = base::trim(rest_.substr(end + 1));
      return true;
    }
    bool quoted = false;
    std::size_t n = 0;
    for (; n < rest_.size(); ++n) {
      if (rest_[n] == '"') quoted = !quoted;
      if (!quoted && base::is_space(rest_[n])) break;
    }
    if (quoted) return false;
    out = rest_.substr(0, n);
    rest_ = base::trim(rest_.substr(n));
    return true;
  }

 private:
  std::string_view rest_;
};

io::Protocol protocol_of(const sip::Uri& uri) {
  if (!uri.transport.empty())
    for (auto p : {io::Protocol::udp, io::Protocol::tcp, io::Protocol::tls, io::Protocol::sctp, io::Protocol::ws, io::Protocol::wss})
      if (base::iequals(uri.transport, io::to_string(p))) return p;
  return uri.scheme == sip::Scheme::sips ? io::Protocol::tls : uri.transport.empty() ? io::Protocol::udp : io::Protocol::none;
}

Result<> set_uri(Destination& d, std::string_view text) {
  sip::Uri uri;
  if (!sip::parse_uri(text, uri) || !uri.is_sip()) {
    bool bare = sip::scheme_of(text) == sip::Scheme::none || text.find("sip") == std::string_view::npos;
    return Error{fmt::format("\"{}\" is not a SIP URI{}", text, bare ? fmt::format("; did you mean sip:{}?", text) : std::string())};
  }
  d.uri = text;
  d.host = uri.bare_host();
  d.port = uri.port;
  d.protocol = protocol_of(uri);
  if (d.protocol == io::Protocol::none) return Error{fmt::format("unknown transport \"{}\" in \"{}\"", uri.transport, text)};
  d.protocol_given = !uri.transport.empty() || uri.scheme == sip::Scheme::sips;
  if (auto address = io::Address::parse(d.host)) d.address = *address;
  return {};
}

Result<> set_number(std::string_view name, std::string_view value, int& out) {
  auto n = base::to_number<int>(value);
  if (!n || *n < 0) return Error{fmt::format("attribute {}={}: a number is needed", name, value)};
  out = *n;
  return {};
}

Result<> set_attribute(Attributes& a, std::string_view name, std::string_view value) {
  struct Text {
    std::string_view name;
    std::string Attributes::*to;
  };
  for (auto [key, to] : {Text{"duid", &Attributes::duid}, Text{"socket", &Attributes::socket}, Text{"sockname", &Attributes::sockname},
                         Text{"ping_from", &Attributes::ping_from}, Text{"obproxy", &Attributes::obproxy}})
    if (base::iequals(name, key)) a.*to = value;
  struct Number {
    std::string_view name;
    int Attributes::*to;
  };
  for (auto [key, to] : {Number{"weight", &Attributes::weight}, Number{"rweight", &Attributes::rweight}, Number{"maxload", &Attributes::maxload},
                         Number{"latency", &Attributes::latency}, Number{"cc", &Attributes::cc}, Number{"ocmin", &Attributes::ocmin},
                         Number{"ocmax", &Attributes::ocmax}, Number{"ocrate", &Attributes::ocrate}})
    if (base::iequals(name, key)) return set_number(key, value, a.*to);
  return {};
}

Result<> set_attributes(Destination& d, std::string_view text, const ListOptions& options) {
  if (text.empty() && options.attrs_none) text = "none=yes";
  auto& a = d.attrs;
  a.body = text;
  while (!text.empty()) {
    auto end = std::min(text.find(';'), text.size());
    auto one = base::trim(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    auto equal = one.find('=');
    if (equal == std::string_view::npos) continue;
    auto value = base::trim(one.substr(equal + 1));
    if (value.size() > 1 && value.front() == '"' && value.back() == '"') value = value.substr(1, value.size() - 2);
    if (auto ok = set_attribute(a, base::trim(one.substr(0, equal)), value); !ok) return ok;
  }
  for (auto* uri : {&a.ping_from, &a.obproxy}) {
    sip::Uri parsed;
    if (!uri->empty() && !sip::parse_uri(*uri, parsed)) return Error{fmt::format("attribute {}=\"{}\" is not a URI", uri == &a.obproxy ? "obproxy" : "ping_from", *uri)};
  }
  if (!a.sockname.empty()) {
    d.socket = find_socket_name(options.sockets, a.sockname);
    if (d.socket < 0) return Error{fmt::format("attribute sockname={}: no listen socket has that name", a.sockname)};
  } else if (!a.socket.empty()) {
    d.socket = find_socket(options.sockets, a.socket);
    if (d.socket < 0) return Error{fmt::format("attribute socket={}: the server does not listen there", a.socket)};
  }
  return {};
}

/// One line that is neither empty nor a comment.
Result<Destination> parse_line(std::string_view line, const ListOptions& options, std::string& note) {
  Columns columns(line);
  std::string_view column[5];
  std::size_t count = 0;
  while (count < 5 && !columns.done())
    if (!columns.next(column[count++])) return Error{"a quote is not closed"};
  auto set = base::to_number<int>(column[0]);
  if (!set) return Error{fmt::format("\"{}\" is not a set id: a number is needed as first column", column[0])};
  if (count < 2) return Error{"the destination's URI is missing"};
  std::uint32_t flags = 0;
  int priority = 0;
  if (count > 2) {
    auto n = base::to_number<std::uint32_t>(column[2]);
    if (!n) return Error{fmt::format("flags \"{}\": a number is needed as third column", column[2])};
    if (*n > 63) return Error{fmt::format("flags {}: known are 1 inactive, 2 trying, 4 disabled, 8 probing, 16 no DNS, 32 no ping, and their sums", *n)};
    flags = *n;
  }
  if (count > 3) {
    auto n = base::to_number<int>(column[3]);
    if (!n) return Error{fmt::format("priority \"{}\": a number is needed as fourth column", column[3])};
    priority = *n;
  }
  if (!columns.done()) note = fmt::format("text after the attributes is taken for a description and ignored: \"{}\"", columns.rest());
  return make_destination(*set, column[1], flags, priority, column[4], options);
}

}  // namespace

Result<Destination> make_destination(int set, std::string_view uri, std::uint32_t flags, int priority, std::string_view attributes,
                                     const ListOptions& options) {
  Destination d;
  d.set = set;
  d.flags = flags;
  d.priority = priority;
  if (auto ok = set_uri(d, uri); !ok) return Error{ok.error()};
  if (auto ok = set_attributes(d, attributes, options); !ok) return Error{ok.error()};
  return d;
}

ListResult parse_list(std::string_view text, std::string_view file, const ListOptions& options) {
  ListResult result;
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  for (int number = 1; !text.empty(); ++number) {
    auto end = std::min(text.find('\n'), text.size());
    auto line = base::trim(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty() || line.front() == '#') continue;
    std::string note;
    auto place = fmt::format("{}:{}: ", file, number);
    if (line.find('\0') != std::string_view::npos) {
      result.errors.push_back(place + "a NUL byte: this is not a text file");
      break;
    }
    auto destination = parse_line(line, options, note);
    if (!destination)
      result.errors.push_back(place + destination.error());
    else
      result.destinations.push_back(std::move(*destination));
    if (!note.empty()) result.notes.push_back(place + note);
  }
  return result;
}

Result<ListResult> read_list(const std::string& file, const ListOptions& options) {
  errno = 0;
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  if (in && in.peek() != std::ifstream::traits_type::eof()) text << in.rdbuf();
  if (!in.is_open() || in.bad() || (in.fail() && !in.eof()))
    return Error{fmt::format("cannot read {}: {}", file, std::strerror(errno != 0 ? errno : EIO))};
  return parse_list(text.str(), file, options);
}

int find_socket(std::span<const io::ListenSocket> sockets, std::string_view spec) {
  if (int id = find_socket_name(sockets, spec); id >= 0) return id;
  auto colon = spec.find(':');
  if (colon == std::string_view::npos) return -1;
  auto protocol = spec.substr(0, colon);
  auto rest = spec.substr(colon + 1);
  std::uint16_t port = 5060;
  auto port_at = rest.rfind(':');
  if (port_at != std::string_view::npos && (rest.front() != '[' || rest[port_at - 1] == ']')) {
    auto n = base::to_number<std::uint16_t>(rest.substr(port_at + 1));
    if (!n) return -1;
    port = *n;
    rest = rest.substr(0, port_at);
  }
  auto address = io::Address::parse(rest, port);
  int wildcard = -1;
  for (const auto& s : sockets) {
    if (!base::iequals(protocol, io::to_string(s.protocol)) || s.address.port != port) continue;
    if (!address) {
      if (base::iequals(s.advertised_host, rest)) return s.id;
      continue;
    }
    if (s.address.same_ip(*address)) return s.id;
    if (s.address.is_wildcard() && s.address.family == address->family) wildcard = s.id;
  }
  return wildcard;
}

int find_socket_name(std::span<const io::ListenSocket> sockets, std::string_view name) {
  for (const auto& s : sockets)
    if (!name.empty() && s.name == name) return s.id;
  return -1;
}

}  // namespace kukini::modules::dispatcher
