// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The header fields the server knows, by full and compact name.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace kukini::sip {

/// IANA "SIP Header Fields", those that matter to a proxy or its modules. The order is that of kHeaderNames.
enum class HeaderType : std::uint8_t {
  other,  ///< any name not listed
  accept,
  accept_contact,
  accept_encoding,
  accept_language,
  alert_info,
  allow,
  allow_events,
  authentication_info,
  authorization,
  call_id,
  call_info,
  contact,
  content_disposition,
  content_encoding,
  content_language,
  content_length,
  content_type,
  cseq,
  date,
  diversion,
  error_info,
  event,
  expires,
  flow_timer,
  from,
  geolocation,
  history_info,
  identity,
  identity_info,
  in_reply_to,
  join,
  max_breadth,
  max_forwards,
  mime_version,
  min_expires,
  min_se,
  organization,
  p_access_network_info,
  p_asserted_identity,
  p_charging_vector,
  p_preferred_identity,
  path,
  priority,
  privacy,
  proxy_authenticate,
  proxy_authorization,
  proxy_require,
  rack,
  reason,
  record_route,
  refer_to,
  referred_by,
  reject_contact,
  remote_party_id,
  replaces,
  reply_to,
  request_disposition,
  require,
  retry_after,
  route,
  rseq,
  security_client,
  security_server,
  security_verify,
  server,
  service_route,
  session_expires,
  sip_etag,
  sip_if_match,
  subject,
  subscription_state,
  supported,
  timestamp,
  to,
  unsupported,
  user_agent,
  via,
  warning,
  www_authenticate,
};

inline constexpr std::size_t kHeaderTypes = static_cast<std::size_t>(HeaderType::www_authenticate) + 1;

/// Case-insensitive; knows the compact forms. HeaderType::other for unknown names.
HeaderType header_type(std::string_view name);

/// The full canonical name ("Call-ID"); empty for HeaderType::other.
std::string_view header_name(HeaderType type);

/// The compact form ('i' for Call-ID), or 0 where there is none.
char compact_form(HeaderType type);

}  // namespace kukini::sip
