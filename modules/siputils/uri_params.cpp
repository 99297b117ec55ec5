// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Parameters of the R-URI: uri_param(), uri_param_any(), uri_param_rm(), get_uri_param(), add_uri_param(); contact_param_rm().
#include "sip/params.hpp"
#include "siputils.hpp"

namespace kukini::modules::siputils {

namespace {

bool ruri(Context& c, sip::Uri& uri) { return c.msg->is_request() && sip::parse_uri(c.ruri(), uri); }

/// uri_param(name): there without a value; uri_param(name, value): there with that value.
int uri_param(void*, Context& c, Args a) {
  sip::Uri uri;
  if (!ruri(c, uri)) return -1;
  auto value = uri.param(text(c, a, 0));
  if (!value) return -1;
  return *value == (a.size() > 1 ? text(c, a, 1) : string_view{}) ? 1 : -1;
}
int uri_param_any(void*, Context& c, Args a) {
  sip::Uri uri;
  return ruri(c, uri) && uri.param(text(c, a, 0)) ? 1 : -1;
}
int uri_param_rm(void*, Context& c, Args a) {
  sip::Uri uri;
  if (!ruri(c, uri) || uri.params.empty()) return -1;
  auto whole = c.ruri();
  // The ';' in front of the list belongs to what is walked.
  auto begin = static_cast<std::size_t>(uri.params.data() - whole.data()) - 1;
  auto param = sip::find_param_text(whole.substr(begin, uri.params.size() + 1), text(c, a, 0));
  if (param.empty()) return -1;
  auto at = static_cast<std::size_t>(param.data() - whole.data());
  c.set_ruri(c.arena->concat(whole.substr(0, at), whole.substr(at + param.size())));
  return 1;
}
int get_uri_param(void*, Context& c, Args a) {
  sip::Uri uri;
  if (!ruri(c, uri) || a[1].pv == nullptr) return -1;
  auto value = uri.param(text(c, a, 0));
  if (!value) return -1;
  return a[1].pv->set(c, Value::string(*value)) ? 1 : -1;
}
/// add_uri_param("name=value"): in front of the headers of the URI.
int add_uri_param(void*, Context& c, Args a) {
  sip::Uri uri;
  auto param = text(c, a, 0);
  if (param.empty()) return 1;
  if (!ruri(c, uri)) return -1;
  auto whole = c.ruri();
  auto end = uri.headers.data() != nullptr && !uri.headers.empty() ? static_cast<std::size_t>(uri.headers.data() - whole.data()) - 1 : whole.size();
  TextBuilder out(*c.arena);
  out << whole.substr(0, end) << ';' << param << whole.substr(end);
  c.set_ruri(out.view());
  return 1;
}

/// Removes a parameter from the URI of every Contact.
int contact_param_rm(void*, Context& c, Args a) {
  auto name = text(c, a, 0);
  int result = -1;
  for (const auto* contact = c.msg->contact(); contact != nullptr; contact = c.msg->next_addr(contact)) {
    const auto* uri = c.msg->uri(contact);
    if (uri == nullptr || uri->params.empty()) continue;
    auto list = string_view(uri->params.data() - 1, uri->params.size() + 1);
    auto param = sip::find_param_text(list, name);
    if (param.empty()) continue;
    c.current_edits().remove(*c.msg, param);
    result = 1;
  }
  return result;
}
int contact_param_check(void*, Context& c, Args a) {
  for (const auto* contact = c.msg->contact(); contact != nullptr; contact = c.msg->next_addr(contact)) {
    const auto* uri = c.msg->uri(contact);
    if (uri != nullptr && uri->param(text(c, a, 0))) return 1;
  }
  return -1;
}

}  // namespace

void bind_uri_params(Binder& b) {
  b.function("uri_param", &uri_param, nullptr);
  b.function("uri_param_any", &uri_param_any, nullptr);
  b.function("uri_param_rm", &uri_param_rm, nullptr);
  b.function("get_uri_param", &get_uri_param, nullptr);
  b.function("add_uri_param", &add_uri_param, nullptr);
  b.function("contact_param_rm", &contact_param_rm, nullptr);
  b.function("contact_param_check", &contact_param_check, nullptr);
}

}  // namespace kukini::modules::siputils
