// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <string>

#include "base/text.hpp"
#include "lint/dispatcher_list.hpp"

namespace kukini::lint {
namespace {

std::string_view unquoted(std::string_view text) {
  if (text.size() > 1 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
  return text;
}

bool is_transport(std::string_view name) {
  for (std::string_view known : {"udp", "tcp", "tls", "sctp", "ws", "wss"})
    if (base::iequals(name, known)) return true;
  return false;
}

/// What is wrong with it; empty: nothing.
std::string problem(std::string_view uri) {
  if (!base::istarts_with(uri, "sip:") && !base::istarts_with(uri, "sips:")) return "\"" + std::string(uri) + "\" is no SIP URI: it must begin with sip: or sips:";
  uri.remove_prefix(uri.find(':') + 1);
  auto params = uri.find(';') == uri.npos ? std::string_view() : uri.substr(uri.find(';') + 1);
  auto host = uri.substr(0, uri.find_first_of(";?"));
  if (auto at = host.rfind('@'); at != host.npos) host.remove_prefix(at + 1);
  std::string_view port;
  auto colon = host.rfind(':');
  if (colon != host.npos && (!host.starts_with('[') || host[colon - 1] == ']')) {
    port = host.substr(colon + 1);
    host = host.substr(0, colon);
    auto number = base::to_number(port);
    if (!number || *number < 1 || *number > 65535) return "there is no port \"" + std::string(port) + "\"";
  }
  if (host.empty()) return "the URI has no host";
  if (!host.starts_with('[') && host.find(':') != host.npos) return "an IPv6 address stands in brackets: sip:[2001:db8::1]";
  for (auto rest = params; !rest.empty();) {
    auto one = rest.substr(0, rest.find(';'));
    rest.remove_prefix(std::min(one.size() + 1, rest.size()));
    if (base::istarts_with(one, "transport=") && !is_transport(one.substr(10))) return "there is no transport \"" + std::string(one.substr(10)) + "\"";
  }
  return {};
}

void check_list(ListContext& context) {
  for (const auto& line : context.lines()) {
    // Without the set's number the line's columns are not what they seem.
    if (!base::to_number(line.set.text)) continue;
    if (line.uri.text.empty()) {
      context.report(line.set, "this line has no destination").with_hint("a line is: SET URI FLAGS PRIORITY ATTRIBUTES");
      continue;
    }
    auto uri = unquoted(line.uri.text);
    auto why = problem(uri);
    if (why.empty()) continue;
    auto& d = context.report(line.uri, why);
    bool bare = uri.find(':') == uri.npos || base::is_digit(uri.front());
    if (bare && problem("sip:" + std::string(uri)).empty()) context.fix(d, "write sip: before it", false, line.uri, "sip:" + std::string(uri));
  }
}

}  // namespace

extern const Rule kRule_list_uri;
const Rule kRule_list_uri = {"list-uri", Group::lists, diag::Severity::error, "a destination that is no SIP URI",
                             nullptr, false, true, check_list};

}  // namespace kukini::lint
