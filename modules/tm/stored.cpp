// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Taking messages that went out apart by their lines. They were encoded here, so that lines are whole and end with CRLF.
#include "stored.hpp"

#include <cstring>

#include "base/text.hpp"

namespace kukini::modules::tm {

namespace {

/// Calls use(name, line) for each header line with its folds and CRLF; returns the body.
template <class Use>
std::string_view each_line(std::string_view message, Use use) {
  auto at = message.find('\n');
  at = at == message.npos ? message.size() : at + 1;
  while (at < message.size()) {
    if (message[at] == '\r' || message[at] == '\n') return message.substr(std::min(message.size(), at + (message[at] == '\r' ? 2 : 1)));
    auto end = at;
    do {
      auto newline = static_cast<const char*>(std::memchr(message.data() + end, '\n', message.size() - end));
      end = newline == nullptr ? message.size() : static_cast<std::size_t>(newline - message.data()) + 1;
    } while (end < message.size() && (message[end] == ' ' || message[end] == '\t'));
    auto line = message.substr(at, end - at);
    std::size_t name = 0;
    while (name < line.size() && line[name] != ':' && !base::is_space(line[name])) ++name;
    use(line.substr(0, name), line);
    at = end;
  }
  return {};
}

/// What the repeated request says again or what follows from the body.
bool derived(std::string_view name) {
  auto is = [name](std::string_view full, char compact) { return name.size() == 1 ? base::to_lower(name[0]) == compact : base::iequals(name, full); };
  switch (base::to_lower(name.empty() ? ' ' : name[0])) {
    case 'v': return is("via", 'v');
    case 'f': return is("from", 'f');
    case 't': return is("to", 't');
    case 'i': return name.size() == 1;
    case 'l': return name.size() == 1;
    case 'c': return base::iequals(name, "cseq") || base::iequals(name, "call-id") || base::iequals(name, "content-length");
    default: return false;
  }
}

std::string_view reason_of(std::string_view reply) {
  auto line = reply.substr(0, reply.find('\r'));
  return line.size() > 12 ? line.substr(12) : std::string_view{};  // "SIP/2.0 200 "
}
std::string_view ruri_of(std::string_view request) {
  auto first = request.find(' ');
  if (first == request.npos) return {};
  auto end = request.find(' ', ++first);
  return end == request.npos ? std::string_view{} : request.substr(first, end - first);
}
char* put(char* to, std::string_view text) {
  if (!text.empty()) std::memcpy(to, text.data(), text.size());
  return to + text.size();
}
std::string_view take(const char*& from, std::size_t size) {
  std::string_view text(from, size);
  from += size;
  return text;
}
constexpr std::size_t kMost = 0xffff;

}  // namespace

std::size_t stored_reply_size(std::string_view reply, std::string_view to_tag) {
  std::size_t lines = 0;
  auto body = each_line(reply, [&](std::string_view name, std::string_view line) { lines += derived(name) ? 0 : line.size(); });
  auto reason = reason_of(reply);
  if (reply.size() < 16 || lines > kMost || body.size() > kMost || reason.size() > kMost || to_tag.size() > kMost) return 0;
  return sizeof(StoredReply) + reason.size() + to_tag.size() + lines + body.size();
}

void store_reply(char* payload, std::string_view reply, int code, std::string_view to_tag) {
  auto reason = reason_of(reply);
  char* at = put(put(payload + sizeof(StoredReply), reason), to_tag);
  char* lines = at;
  auto body = each_line(reply, [&](std::string_view name, std::string_view line) {
    if (!derived(name)) at = put(at, line);
  });
  auto size = [](std::size_t n) { return static_cast<std::uint16_t>(n); };
  StoredReply sizes{static_cast<std::uint16_t>(code), size(reason.size()), size(to_tag.size()), size(static_cast<std::size_t>(at - lines)), size(body.size())};
  put(at, body);
  std::memcpy(payload, &sizes, sizeof sizes);
}

ReplyTexts read_reply(const char* payload) {
  StoredReply sizes;
  std::memcpy(&sizes, payload, sizeof sizes);
  const char* at = payload + sizeof sizes;
  ReplyTexts t;
  t.code = sizes.code;
  t.reason = take(at, sizes.reason);
  t.tag = take(at, sizes.tag);
  t.lines = take(at, sizes.lines);
  t.body = take(at, sizes.body);
  return t;
}

std::size_t stored_branch_size(std::string_view request) {
  std::size_t routes = 0;
  each_line(request, [&](std::string_view name, std::string_view line) { routes += base::iequals(name, "route") ? line.size() : 0; });
  auto ruri = ruri_of(request);
  return ruri.empty() || ruri.size() > kMost || routes > kMost ? 0 : sizeof(StoredBranch) + ruri.size() + routes;
}

void store_branch(char* payload, std::string_view request, const io::Flow& flow) {
  auto ruri = ruri_of(request);
  char* routes = put(payload + sizeof(StoredBranch), ruri);
  char* at = routes;
  each_line(request, [&](std::string_view name, std::string_view line) {
    if (base::iequals(name, "route")) at = put(at, line);
  });
  StoredBranch head{flow, static_cast<std::uint16_t>(ruri.size()), static_cast<std::uint16_t>(at - routes)};
  std::memcpy(payload, &head, sizeof head);
}

BranchTexts read_branch(const char* payload) {
  StoredBranch head;
  std::memcpy(&head, payload, sizeof head);
  const char* at = payload + sizeof head;
  BranchTexts t;
  t.ruri = take(at, head.ruri);
  t.routes = take(at, head.routes);
  return t;
}

}  // namespace kukini::modules::tm
