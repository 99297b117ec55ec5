// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The module corex: its parameters.
#include "corex.hpp"

#include "base/text.hpp"

namespace kukini::modules {

extern const manifest::Manifest kManifest_corex;

namespace corex {
namespace {

class Corex final : public Module {
 public:
  void bind(Binder& b) override {
    b.param("alias_subdomains", [this](const ParamValue& v) -> Result<> {
      SocketText at;
      if (!parse_socket(base::trim(v.text), at)) return Error{"alias_subdomains: \"" + v.text + "\" is not [proto:]domain[:port]"};
      aliases_.push_back({std::string(at.host), base::to_number<std::uint16_t>(at.port).value_or(0), at.protocol});
      return {};
    });
    for (auto name : {"nio_intercept", "nio_min_msg_len", "nio_msg_avp", "network_io_intercept", "min_msg_len", "msg_avp", "evcb_reply_out", "dns_cache",
                      "dns_file"})
      b.param(name, [this, name](const ParamValue&) -> Result<> {
        without_effect_ += (without_effect_.empty() ? "" : ", ") + std::string(name);
        return {};
      });
    bind_sending(b);
    bind_sockets(b);
    bind_flags(b);
    bind_files(b);
    bind_via(b);
    bind_variables(b);
  }
  Result<> init(InitContext& host) override {
    if (!without_effect_.empty()) log(Level::warning, "corex", "these parameters have no effect: {}", without_effect_);
    for (const auto& a : aliases_) host.add_alias(a.host, a.port, a.protocol, true);
    return {};
  }

 private:
  struct Alias {
    std::string host;
    std::uint16_t port;
    io::Protocol protocol;
  };
  std::vector<Alias> aliases_;
  std::string without_effect_;
};

}  // namespace

bool parse_socket(string_view text, SocketText& out) {
  out = {};
  if (auto colon = text.find(':'); colon != text.npos)
    for (auto p : {io::Protocol::udp, io::Protocol::tcp, io::Protocol::tls, io::Protocol::sctp, io::Protocol::ws, io::Protocol::wss})
      if (base::iequals(text.substr(0, colon), io::to_string(p))) {
        out.protocol = p;
        out.proto = text.substr(0, colon);
        text.remove_prefix(colon + 1);
        break;
      }
  auto end = text.find(text.starts_with('[') ? ']' : ':');
  if (text.starts_with('[')) {
    if (end == text.npos) return false;
    ++end;
  }
  out.host = text.substr(0, end);
  if (out.host.empty()) return false;
  if (end == text.npos || end == text.size()) return true;
  out.port = text.substr(end + 1);
  return text[end] == ':' && base::to_number<std::uint16_t>(out.port).has_value();
}

}  // namespace corex
}  // namespace kukini::modules

KUKINI_MODULE(kukini::modules::kManifest_corex, kukini::modules::corex::Corex);
