// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The module itself: binds all parts; options_reply() and append_rpid_hf(), which need other modules or parameters.
#include "siputils.hpp"

#include "sdk/services/sl.hpp"

namespace kukini::modules {
extern const manifest::Manifest kManifest_siputils;

namespace siputils {
namespace {

class Siputils final : public Module {
 public:
  void bind(Binder& b) override {
    bind_checks(b);
    bind_uri_params(b);
    bind_numbers(b, settings_);
    bind_uris(b);
    bind_charging(b);
    bind_contacts(b, settings_);
    b.param("options_accept", accept_);
    b.param("options_accept_encoding", accept_encoding_);
    b.param("options_accept_language", accept_language_);
    b.param("options_support", support_);
    b.param("rpid_avp", rpid_avp_);
    b.param("rpid_prefix", rpid_prefix_);
    b.param("rpid_suffix", rpid_suffix_);
    b.method<Siputils, &Siputils::options_reply>("options_reply", this);
    b.method<Siputils, &Siputils::append_rpid>("append_rpid_hf", this);
    b.method<Siputils, &Siputils::is_rpid_user_e164>("is_rpid_user_e164", this);
  }
  Result<> init(InitContext& host) override {
    sl_ = host.service<SlService>();
    if (!rpid_avp_.empty()) {
      auto pv = host.parse_pv(rpid_avp_);
      if (!pv) return Error{"rpid_avp: " + pv.error()};
      rpid_ = *pv;
    }
    return {};
  }

 private:
  /// 200 to an OPTIONS without user in the R-URI, with what we accept.
  int options_reply(Context& c, Args) {
    if (!c.msg->is_request() || c.msg->method() != sip::Method::options) {
      log(Level::error, "siputils", "options_reply() is for OPTIONS requests");
      return -1;
    }
    sip::Uri uri;
    if (sip::parse_uri(c.ruri(), uri) && !uri.user.empty()) {
      log(Level::error, "siputils", "the R-URI of the OPTIONS has a user: it is not for us");
      return -1;
    }
    if (sl_ == nullptr) {
      log(Level::error, "siputils", "options_reply() needs the module sl");
      return -1;
    }
    TextBuilder lines(*c.arena, 160);
    lines << "Accept: " << accept_ << "\r\nAccept-Encoding: " << accept_encoding_ << "\r\nAccept-Language: " << accept_language_
          << "\r\nSupported: " << support_ << "\r\n";
    return sl_->send_reply(c, 200, "OK", lines.view()) < 0 ? -1 : 1;
  }

  /// Remote-Party-ID from rpid_avp, with prefix and suffix.
  int append_rpid(Context& c, Args a) {
    if (rpid_ == nullptr) {
      log(Level::error, "siputils", "append_rpid_hf(): the parameter rpid_avp is not set");
      return -1;
    }
    auto v = rpid_->get(c);
    if (v.is_null() || text_of(c, v).empty()) return -1;
    TextBuilder line(*c.arena);
    line << "Remote-Party-ID: " << (a.empty() ? string_view(rpid_prefix_) : text(c, a, 0)) << text_of(c, v)
         << (a.size() < 2 ? string_view(rpid_suffix_) : text(c, a, 1)) << "\r\n";
    c.current_edits().append_header(*c.msg, line.view());
    return 1;
  }

  int is_rpid_user_e164(Context& c, Args) {
    if (rpid_ == nullptr) return -1;
    auto v = rpid_->get(c);
    if (v.is_null()) return -1;
    auto value = text_of(c, v);
    sip::NameAddr addr;
    sip::Uri uri;
    if (sip::parse_name_addr(value, addr) && sip::parse_uri(addr.uri_text, uri)) value = uri.user;
    return is_e164_number(value, settings_.e164_max_len) ? 1 : -1;
  }

  SlService* sl_ = nullptr;
  const Pv* rpid_ = nullptr;
  Settings settings_;
  std::string accept_ = "*/*", accept_encoding_, accept_language_ = "en", support_;
  std::string rpid_avp_, rpid_prefix_, rpid_suffix_ = ";party=calling;id-type=subscriber;screen=yes";
};

}  // namespace
}  // namespace siputils
}  // namespace kukini::modules

KUKINI_MODULE(kukini::modules::kManifest_siputils, kukini::modules::siputils::Siputils);
