// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The tables of what modules need.
#include "lint/module_facts.hpp"

#include <algorithm>

namespace kukini::lint {
namespace {

constexpr ModuleNeed kNeeds[] = {
    {"acc", "tm"},
    {"acc_diameter", "acc"},
    {"acc_json", "acc"},
    {"acc_radius", "acc"},
    {"alias_db", "db"},
    {"async", "tm"},
    {"auth_db", "auth"},
    {"auth_db", "db"},
    {"auth_ephemeral", "auth"},
    {"auth_radius", "auth"},
    {"cnxcc", "dialog"},
    {"dialog", "rr"},
    {"dialog", "tm"},
    {"dispatcher", "tm", "ds_ping_interval"},
    {"dmq", "sl"},
    {"dmq", "tm"},
    {"dmq_usrloc", "dmq"},
    {"dmq_usrloc", "usrloc"},
    {"domain", "db"},
    {"drouting", "db"},
    {"group", "db"},
    {"imc", "db"},
    {"imc", "tm"},
    {"keepalive", "tm"},
    {"lcr", "db"},
    {"lcr", "tm"},
    {"msilo", "db"},
    {"msilo", "tm"},
    {"mtree", "db"},
    {"nat_traversal", "sl"},
    {"nat_traversal", "tm"},
    {"nathelper", "usrloc", "natping_interval"},
    {"pdt", "db", "db_url"},
    {"pipelimit", "sl"},
    {"presence", "sl"},
    {"presence", "tm"},
    {"presence_conference", "presence"},
    {"presence_dialoginfo", "presence"},
    {"presence_mwi", "presence"},
    {"presence_profile", "presence"},
    {"presence_reginfo", "presence"},
    {"presence_xml", "presence"},
    {"pua", "tm"},
    {"pua_bla", "pua"},
    {"pua_dialoginfo", "dialog"},
    {"pua_dialoginfo", "pua"},
    {"pua_reginfo", "pua"},
    {"pua_reginfo", "usrloc"},
    {"pua_usrloc", "pua"},
    {"pua_usrloc", "usrloc"},
    {"qos", "dialog"},
    {"registrar", "sl"},
    {"registrar", "usrloc"},
    {"rls", "presence"},
    {"rls", "pua"},
    {"rls", "tm"},
    {"sanity", "sl"},
    {"siptrace", "db", "trace_to_database"},
    {"siputils", "sl"},
    {"speeddial", "db"},
    {"sst", "dialog"},
    {"tmx", "tm"},
    {"topos_redis", "ndb_redis"},
    {"topos_redis", "topos"},
    {"tsilo", "registrar"},
    {"tsilo", "tm"},
    {"tsilo", "usrloc"},
    {"uac", "rr", "!restore_mode"},
    {"uac", "tm"},
    {"uac_redirect", "tm"},
    {"usrloc", "db", "db_mode"},
    {"websocket", "xhttp"},
    {"xcap_server", "xhttp"},
    {"xhttp", "sl"},
    {"xhttp_pi", "xhttp"},
    {"xhttp_prom", "xhttp"},
    {"xhttp_rpc", "xhttp"},
};

constexpr ModuleOrder kOrders[] = {
    {"acc", "tm"},    {"async", "tm"}, {"dialog", "tm"},       {"dmq", "tm"},   {"keepalive", "tm"},    {"nat_traversal", "tm"},
    {"registrar", "usrloc"}, {"seas", "tm"},  {"tmx", "tm"}, {"tsilo", "tm"}, {"tsilo", "usrloc"}, {"uac", "tm"}, {"uac_redirect", "tm"},
};

constexpr std::string_view kWorksAlone[] = {
    "blst",    "call_obj", "carrierroute", "cfgt",  "corex",       "counters",  "crypto",      "ctl",     "debugger",   "dmq",
    "evapi",   "gzcompress", "jsonrpc-s",  "jsonrpcs", "kex",      "log_custom", "log_systemd", "lost",   "mi_rpc",     "mohqueue",
    "nat_traversal", "osp", "outbound",    "pdb",   "peering",     "perl",      "presence",    "pua",     "purple",     "pv",
    "pv_headers", "rtimer", "rtjson",      "sctp",  "seas",        "sipdump",   "siptrace",    "sms",     "snmpstats",  "statistics",
    "statsd",  "stun",     "systemdops",   "tcpops", "tls",        "tls_wolfssl", "tm",        "topoh",   "topos",      "utils",
    "statsc",  "xhttp",    "xmlrpc",      "xmpp",
};

struct User {
  std::string_view module;
  /// Modules that use it, between blanks.
  std::string_view users;
};

constexpr User kUsers[] = {
    {"acc", " acc_diameter acc_json acc_radius uac_redirect "},
    {"auth", " auth_db auth_ephemeral auth_radius auth_diameter auth_web3 auth_arnacon uid_auth_db "},
    {"dialog", " acc call_control cnxcc mediaproxy nat_traversal peerstate presence_b2b pua_dialoginfo qos siptrace snmpstats sst uac "},
    {"dialog_ng", " ims_charging ims_qos ims_usrloc_scscf "},
    {"gcrypt", " auth_xkeys ims_auth "},
    {"htable", " topos_htable "},
    {"http_client", " lost slack xcap_client utils "},
    {"ims_dialog", " ims_charging ims_qos ims_usrloc_scscf snmpstats sst "},
    {"jansson", " janssonrpc-c janssonrpcc "},
    {"json", " nsq pua_json "},
    {"keepalive", " drouting "},
    {"ldap", " h350 "},
    {"lwsc", " rtpengine "},
    {"mqueue", " acc_json "},
    {"msrp", " websocket "},
    {"mtree", " lcr "},
    {"nathelper", " websocket "},
    {"ndb_redis", " topos_redis "},
    {"registrar", " tsilo "},
    {"rr", " acc dialog dialog_ng ims_dialog mohqueue osp path topoh topos uac nat_traversal "},
    {"rtpproxy", " mohqueue "},
    {"sanity", " gzcompress topoh topos "},
    {"siputils", " osp "},
    {"sl", " registrar xhttp sanity auth auth_diameter cpl-c cplc dmq mohqueue nat_traversal options pipelimit presence presence_xml ratelimit rls "
           "siptrace siputils sms sst topoh topos tsilo uid_auth_db websocket xcap_server xhttp_pi xhttp_rpc xmlrpc secsipid "},
    {"tmx", " async "},
    {"uac", " pv_headers rtjson "},
    {"usrloc", " cpl-c cplc dmq_usrloc nathelper peerstate pua_bla pua_reginfo pua_usrloc registrar snmpstats tsilo "},
    {"uid_domain", " uid_avp_db uid_uri_db "},
    {"uuid", " pua_dialoginfo "},
    {"xcap_client", " presence_xml rls "},
    {"xprint", " avp db2_ops "},
};

}  // namespace

std::span<const ModuleNeed> module_needs() { return kNeeds; }
std::span<const ModuleOrder> module_orders() { return kOrders; }

bool works_alone(std::string_view module) {
  if (module.starts_with("ims_") || module.starts_with("cdp") || module.starts_with("app_") || module.starts_with("presence_")) return true;
  return is_database(module) || std::find(std::begin(kWorksAlone), std::end(kWorksAlone), module) != std::end(kWorksAlone);
}

bool uses_module(std::string_view user, std::string_view module) {
  for (const auto& u : kUsers) {
    if (u.module != module) continue;
    auto at = u.users.find(user);
    return at != std::string_view::npos && u.users[at - 1] == ' ' && u.users[at + user.size()] == ' ';
  }
  return false;
}

bool is_database(std::string_view module) {
  if (module.starts_with("db_")) return true;
  for (std::string_view old : {"mysql", "postgres", "dbtext", "unixodbc", "sqlite", "flatstore", "oracle", "berkeley_db"})
    if (module == old) return true;
  return false;
}

}  // namespace kukini::lint
