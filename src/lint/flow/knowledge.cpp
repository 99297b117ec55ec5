// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The table of functions.
#include "lint/flow/knowledge.hpp"

#include <algorithm>
#include <vector>

#include "base/text.hpp"

namespace kukini::lint::flow {
namespace {

struct Entry {
  std::string_view name;
  Traits traits;
};

constexpr Traits kLog = kPure;
constexpr Traits kTest = kPure | kStable;

constexpr Entry kFunctions[] = {
    // replies
    {"sl_send_reply", kReplies | kPure}, {"send_reply", kReplies | kPure}, {"sl_reply", kReplies | kPure}, {"t_reply", kReplies | kPure},
    {"sl_reply_error", kReplies | kPure}, {"send_reply_error", kReplies | kPure}, {"sl_forward_reply", kPure}, {"t_reply_callid", kPure},
    {"send_reply_mode", kReplies | kPure}, {"t_send_reply", kReplies | kPure}, {"options_reply", kReplies | kPure},
    {"auth_challenge", kReplies | kChallenges | kPure}, {"www_challenge", kReplies | kChallenges | kPure},
    {"proxy_challenge", kReplies | kChallenges | kPure}, {"ims_www_challenge", kReplies | kChallenges}, {"ims_proxy_challenge", kReplies | kChallenges},
    {"save", kReplies}, {"handle_publish", kReplies}, {"handle_subscribe", kReplies}, {"rls_handle_subscribe", kReplies},
    {"rls_handle_notify", kReplies}, {"ws_handle_handshake", kReplies}, {"xhttp_reply", kReplies}, {"xmlrpc_reply", kReplies},
    {"m_store", 0}, {"m_dump", 0}, {"jsonrpc_dispatch", kReplies}, {"dispatch_rpc", kReplies}, {"prom_dispatch", kReplies},
    {"sanity_check", kRefuses | kChecksSyntax}, {"sanity_reply", kReplies}, {"msrp_reply", kReplies}, {"dmq_handle_message", kReplies},
    {"pcscf_save", kTakesOver}, {"reginfo_handle_notify", kReplies}, {"sca_handle_subscribe", kReplies},
    {"kazoo_query", 0},
    // relays
    {"t_relay", kRelays}, {"t_relay_to", kRelays}, {"t_relay_to_udp", kRelays}, {"t_relay_to_tcp", kRelays}, {"t_relay_to_tls", kRelays},
    {"t_relay_to_sctp", kRelays}, {"t_replicate", kPure}, {"t_forward_nonack", kRelays}, {"t_forward_nonack_udp", kRelays}, {"t_forward_nonack_tcp", kRelays},
    {"t_forward_nonack_to", kRelays}, {"forward", kRelays}, {"forward_udp", kRelays}, {"forward_tcp", kRelays}, {"forward_tls", kRelays},
    {"forward_sctp", kRelays}, {"forward_uri", kRelays}, {"send", kRelays}, {"send_tcp", kRelays}, {"send_udp", kRelays},
    {"t_relay_cancel", kRelays | kKnowsRetransmissions}, {"t_reuse_branch", kRelays}, {"msrp_relay", kRelays}, {"evapi_async_relay", kTakesOver},
    {"isc_match_filter", kTakesOver}, {"isc_match_filter_reg", kTakesOver}, {"ipsec_forward", 0}, {"sip_capture", kTakesOver},
    {"sip_capture_forward", kTakesOver}, {"sip_capture_async", kTakesOver}, {"report_capture", kTakesOver},
    {"sipdump_send", kPure}, {"topos_relay", kRelays},
    // somebody else decides
    {"t_suspend", kTakesOver}, {"t_continue", kTakesOver}, {"async_route", kTakesOver}, {"async_sleep", 0}, {"async_ms_route", kTakesOver},
    {"async_task_route", kTakesOver}, {"async_task_group_route", kTakesOver}, {"async_workers_group", kTakesOver}, {"http_async_query", kTakesOver},
    {"sql_query_async", 0}, {"kazoo_async_query", kTakesOver}, {"evapi_async_multicast", kTakesOver}, {"route_if_exists", kOpaque}, {"lua_run", kOpaque},
    {"lua_runstring", kOpaque}, {"lua_dofile", kOpaque}, {"python_exec", kOpaque}, {"perl_exec", kOpaque}, {"perl_exec_simple", kOpaque},
    {"ruby_run", kOpaque}, {"jsdt_run", kOpaque}, {"sqlang_run", kOpaque}, {"java_method_exec", kOpaque},
    {"t_drop", kTakesOver}, {"t_drop_replies", 0}, {"ts_store", 0}, {"ts_append", kRelays}, {"t_append_branches", kRelays}, {"ts_append_to", 0},
    {"I_perform_user_authorization_request", kTakesOver}, {"I_perform_location_information_request", kTakesOver}, {"t_uac_send", kTakesOver},
    {"assign_server_unreg", kTakesOver}, {"ims_www_authenticate", kChecksCredentials}, {"b2b_init_request", kTakesOver}, {"b2b_server_new", kTakesOver},
    {"Rx_AAR", kTakesOver}, {"Ro_CCR", kTakesOver}, {"rtp_media_server_create", kTakesOver},
    {"pcscf_save_pending", kTakesOver}, {"rms_answer", kTakesOver}, {"rms_bridge", kTakesOver}, {"imc_manager", kTakesOver},
    {"sms_send_msg", kTakesOver}, {"sms_send_msg_to_net", kTakesOver}, {"xmpp_send_message", kTakesOver}, {"sip_to_xmpp", kTakesOver},
    // who is it, what is it for
    {"auth_check", kChecksCredentials}, {"www_authorize", kChecksCredentials}, {"proxy_authorize", kChecksCredentials},
    {"www_authenticate", kChecksCredentials}, {"proxy_authenticate", kChecksCredentials}, {"pv_www_authenticate", kChecksCredentials},
    {"pv_proxy_authenticate", kChecksCredentials}, {"pv_auth_check", kChecksCredentials}, {"ims_proxy_authenticate", kChecksCredentials},
    {"radius_www_authorize", kChecksCredentials}, {"radius_proxy_authorize", kChecksCredentials}, {"autheph_check", kChecksCredentials},
    {"autheph_www", kChecksCredentials}, {"autheph_proxy", kChecksCredentials}, {"autheph_authenticate", kChecksCredentials},
    {"is_peer_verified", kChecksSource | kTest}, {"auth_identity", kChecksCredentials}, {"secsipid_check_identity", kPure},
    {"allow_source_address", kChecksSource | kTest}, {"allow_source_address_group", kChecksSource | kPure}, {"allow_address", kChecksSource | kTest},
    {"allow_address_group", kChecksSource | kPure}, {"allow_trusted", kChecksSource | kPure}, {"allow_routing", kChecksSource}, {"allow_uri", kChecksSource},
    {"ds_is_from_list", kChecksSource | kPure}, {"ds_is_from_lists", kChecksSource | kPure}, {"from_gw", kChecksSource | kPure},
    {"from_any_gw", kChecksSource | kPure}, {"is_in_subnet", kChecksSource | kTest}, {"is_ip_rfc1918", kChecksSource | kTest},
    {"compare_ips", kChecksSource | kTest}, {"compare_pure_ips", kChecksSource | kTest}, {"client_nat_test", kTest}, {"isc_from_as", kChecksSource | kPure},
    {"pcscf_is_registered", kChecksSource | kPure}, {"registered", kChecksSource | kPure}, {"impu_registered", kChecksSource | kPure},
    {"term_impu_registered", kChecksDomain | kPure}, {"is_subscriber", kChecksDomain}, {"does_uri_exist", kChecksDomain}, {"does_uri_user_exist", kChecksDomain},
    {"check_from", kChecksCredentials | kPure}, {"db_check_from", kPure}, {"is_user", kChecksCredentials | kPure}, {"db_does_uri_exist", kChecksDomain},
    {"is_from_local", kChecksDomain | kTest}, {"is_uri_host_local", kChecksDomain | kPure}, {"is_domain_local", kChecksDomain | kTest},
    {"lookup_domain", kChecksDomain}, {"is_myself", kChecksDomain | kTest}, {"is_uri_user_e164", kPure}, {"is_from_user_enum", kPure},
    {"geoip_match", 0}, {"is_user_in", kChecksDomain | kPure}, {"is_in_group", kChecksDomain | kPure}, {"ldap_search", kChecksDomain},
    {"mt_match", kLocates}, {"pcscf_follows_service_routes", kChecksSource}, {"search_dst", kLocates}, {"userblocklist_check", 0},
    // routing
    {"record_route", kRecordsRoute | kPure}, {"record_route_preset", kRecordsRoute | kPure}, {"record_route_advertised_address", kRecordsRoute | kPure},
    {"loose_route", kFollowsRoute}, {"loose_route_preloaded", kFollowsRoute}, {"loose_route_mode", kFollowsRoute}, {"mf_process_maxfwd_header", kLimitsHops | kPure},
    {"process_maxfwd", kLimitsHops | kPure}, {"maxfwd_process", kLimitsHops | kPure}, {"is_maxfwd_lt", kLimitsHops | kPure}, {"maxfwd_at_least", kLimitsHops | kPure},
    {"t_check_trans", kKnowsRetransmissions}, {"t_precheck_trans", kKnowsRetransmissions}, {"t_newtran", kKnowsRetransmissions},
    {"t_lookup_request", kKnowsRetransmissions}, {"lookup", kLocates}, {"lookup_branches", kLocates}, {"lookup_to_dset", kLocates},
    {"lookup_xavp", kLocates}, {"lookup_dset", kLocates}, {"ds_select_dst", kLocates}, {"ds_select_domain", kLocates}, {"ds_select", kLocates},
    {"ds_next_dst", kLocates}, {"ds_next_domain", kLocates}, {"ds_select_routes", kLocates}, {"alias_db_lookup", kLocates}, {"sd_lookup", kLocates},
    {"cr_route", kLocates}, {"cr_nofallback_route", kLocates}, {"cr_next_domain", kLocates}, {"load_gws", kLocates}, {"next_gw", kLocates}, {"load_contacts", 0},
    {"next_contacts", kLocates}, {"t_load_contacts", kLocates}, {"t_next_contacts", kLocates}, {"t_next_contact_flow", kLocates}, {"dp_translate", kLocates},
    {"dp_replace", kLocates}, {"enum_query", kLocates}, {"i_enum_query", kLocates}, {"isn_query", kLocates}, {"prefix_route", kOpaque}, {"pdt", kLocates},
    {"prefix2domain", kLocates}, {"prefix2domain_m", kLocates}, {"drouting", kLocates}, {"do_routing", kLocates}, {"use_next_gw", kLocates}, {"next_routing", kLocates},
    {"goes_to_gw", kChecksDomain | kPure}, {"rewritehost", kLocates}, {"sethost", kLocates}, {"seth", kLocates}, {"rewritehostport", kLocates},
    {"sethostport", kLocates}, {"sethp", kLocates}, {"rewritehostporttrans", kLocates}, {"sethostporttrans", kLocates}, {"rewriteuri", kLocates}, {"seturi", kLocates},
    {"avp_pushto", kLocates}, {"avp_db_load", 0}, {"rtjson_push_routes", kLocates}, {"rtjson_init_routes", kLocates}, {"cpl_run_script", kTakesOver},
    {"cpl_process_register", kTakesOver}, {"I_scscf_select", kLocates}, {"pcscf_force_service_routes", kLocates}, {"tel2sip", 0},
    {"mangle_ruri", 0}, {"msrp_set_dst", kLocates}, {"append_branch", 0}, {"consume_credentials", kConsumesCredentials | kPure},
    {"t_on_failure", kArms | kPure}, {"t_on_reply", kArms | kPure}, {"t_on_branch", kArms | kPure}, {"t_on_branch_failure", kArms | kPure},
    {"set_dlg_profile", kPure}, {"exec_dset", kLocates}, {"exec_msg", kOpaque}, {"erl_rpc", 0}, {"erl_reg_send", 0},
    {"contact_param_decode_ruri", kLocates}, {"handle_ruri_alias", 0}, {"uac_redirect", kLocates}, {"get_redirects", kLocates},
    // tests and logs
    {"xlog", kLog}, {"xdbg", kLog}, {"xinfo", kLog}, {"xerr", kLog}, {"xwarn", kLog}, {"xnotice", kLog}, {"xalert", kLog}, {"xcrit", kLog}, {"xbug", kLog},
    {"xlogl", kLog}, {"xlogm", kLog}, {"xdbgl", kLog}, {"log", kLog}, {"setflag", kPure}, {"resetflag", kPure}, {"setbflag", kPure}, {"resetbflag", kPure},
    {"isflagset", kTest}, {"isbflagset", kTest}, {"is_method", kTest}, {"has_totag", kTest}, {"nat_uac_test", kTest}, {"has_body", kTest},
    {"is_present_hf", kTest}, {"is_present_hf_re", kTest}, {"is_first_hop", kTest}, {"is_request", kTest}, {"is_reply", kTest}, {"force_rport", kPure}, {"add_rport", kPure},
    {"append_hf", kPure}, {"insert_hf", kPure}, {"remove_hf", kPure}, {"append_to_reply", kPure}, {"is_direction", kTest}, {"check_route_param", kTest},
    {"add_rr_param", kPure}, {"pike_check_req", kPure}, {"is_known_dlg", kTest}, {"sdp_with_media", kPure}, {"sdp_content", kPure}, {"starts_with", kPure},
    {"pcre_match", kPure}, {"is_avp_set", kPure}, {"isdsturiset", kPure}, {"t_is_canceled", kPure}, {"t_check_status", kPure}, {"t_branch_timeout", kPure},
    {"t_branch_replied", kPure}, {"t_is_failure_route", kTest}, {"t_is_branch_route", kTest}, {"t_is_set", kPure}, {"is_ip", kTest}, {"sdp_with_transport", kPure},
    {"is_incoming", kPure}, {"search", kPure}, {"search_body", kPure}, {"search_hf", kPure}, {"not_empty", kPure}, {"is_audio_on_hold", kPure},
    {"dlg_manage", kPure}, {"sip_trace", kPure}, {"set_contact_alias", kPure}, {"add_contact_alias", kPure}, {"fix_nated_contact", kPure},
    {"fix_nated_register", kPure}, {"rtpproxy_manage", kPure}, {"rtpengine_manage", kPure}, {"rtpengine_offer", kPure}, {"rtpengine_delete", kPure}, {"t_set_fr", kPure},
    {"set_reply_no_connect", kPure}, {"set_reply_close", kPure}, {"update_stat", kPure}, {"t_release", kPure}, {"abort", kTakesOver},
};

// Modules whose functions neither answer nor send a request, those in the table aside.
constexpr std::string_view kHarmless[] = {
    "acc", "acc_json", "acc_radius", "alias_db", "auth", "auth_db", "auth_radius", "avpops", "benchmark", "blst", "cfg_db", "cfgutils", "cnxcc", "core", "corex", "counters",
    "crypto", "db2_ldap", "debugger", "dialog", "dialplan", "dispatcher", "diversion", "domain", "domainpolicy", "enum", "exec", "file_out", "geoip",
    "geoip2", "group", "gzcompress", "htable", "http_client", "ipops", "jansson", "json", "jsonrpcs", "kex", "lcr", "ldap", "lost", "math", "maxfwd", "memcached", "misc_radius",
    "mqueue", "msilo", "mtree", "nat_traversal", "nathelper", "ndb_mongodb", "ndb_redis", "nosip", "path", "pdb", "permissions", "phonenum", "pike", "posops", "print", "pv",
    "pv_headers", "qos", "ratelimit", "pipelimit", "regex", "registrar", "rr", "rtimer", "rtpengine", "rtpproxy", "mediaproxy", "sanity", "sdpops", "secfilter", "seas", "sipcapture",
    "sipdump", "siptrace", "siputils", "sl", "slack", "smtc", "snmpstats", "speeddial", "sqlops", "ss7ops", "sst", "statistics", "statsc", "statsd", "stun", "textops", "textopsx", "tls",
    "tm", "tmrec", "tmx", "toolbox", "topoh", "topos", "tsilo", "uac", "uac_redirect", "uid_domain", "uri_db", "userblacklist", "userblocklist", "uri_radius", "usrloc",
    "utils", "uuid", "xhttp_prom", "xlog", "xprint", "xutils", "db_text", "mangler", "osp", "peering", "keepalive", "xhttp_pi",
};

struct Sorted {
  std::vector<Entry> entries{std::begin(kFunctions), std::end(kFunctions)};
  Sorted() {
    std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.name < b.name; });
  }
};

}  // namespace

Traits traits_of(std::string_view function) {
  static const Sorted table;
  auto at = std::lower_bound(table.entries.begin(), table.entries.end(), function, [](const Entry& e, std::string_view n) { return e.name < n; });
  return at != table.entries.end() && at->name == function ? at->traits : 0;
}

bool is_harmless_module(std::string_view module) {
  return std::find(std::begin(kHarmless), std::end(kHarmless), module) != std::end(kHarmless);
}

ReplyCode reply_code(const lang::ast::Call& call) {
  namespace ast = lang::ast;
  auto n = call.name;
  bool coded = n == "sl_send_reply" || n == "send_reply" || n == "sl_reply" || n == "t_reply" || n == "t_send_reply" || n == "send_reply_mode";
  if (!coded) return n == "sl_reply_error" || n == "send_reply_error" || n.ends_with("_challenge") ? ReplyCode::final : ReplyCode::unknown;
  std::size_t index = n == "send_reply_mode" ? 1 : 0;
  if (call.arguments.size() <= index) return ReplyCode::unknown;
  const auto* code = call.arguments[index];
  std::int64_t value = 0;
  if (const auto* number = code->as<ast::Number>()) {
    value = number->value;
  } else if (const auto* text = code->as<ast::String>()) {
    auto parsed = base::to_number(text->value);
    if (!parsed) return ReplyCode::unknown;
    value = *parsed;
  } else {
    return ReplyCode::unknown;
  }
  return value < 200 ? ReplyCode::provisional : ReplyCode::final;
}

}  // namespace kukini::lint::flow
