// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The table of siputils.
#include "manifest/manifest.hpp"

namespace kukini::modules {
using namespace manifest;

namespace {
constexpr Param kParams[] = {
    {"e164_max_len", ParamType::integer, "15", "Most digits of an E.164 number.", 1, 40, false, "5.7"},
    {"options_accept", ParamType::string, "*/*", "Accept of options_reply()."},
    {"options_accept_encoding", ParamType::string, "", "Accept-Encoding of options_reply()."},
    {"options_accept_language", ParamType::string, "en", "Accept-Language of options_reply()."},
    {"options_support", ParamType::string, "", "Supported of options_reply()."},
    {"contact_flds_separator", ParamType::string, "*", "Character between the parts that encode_contact() packs."},
    {"rpid_avp", ParamType::pv, "", "Variable that holds the value for append_rpid_hf()."},
    {"rpid_prefix", ParamType::string, "", "Text in front of that value."},
    {"rpid_suffix", ParamType::string, ";party=calling;id-type=subscriber;screen=yes", "Text behind that value."},
};

using enum ArgKind;
constexpr Arg kMode[] = {{"mode", integer, true}};
constexpr Arg kText[] = {{"text", string}};
constexpr Arg kUriOptional[] = {{"uri", string, true}};
constexpr Arg kTwo[] = {{"text", string}, {"other", string}};
constexpr Arg kSeconds[] = {{"seconds", integer}};
constexpr Arg kParamValue[] = {{"name", string}, {"value", string, true}};
constexpr Arg kName[] = {{"name", string}};
constexpr Arg kNameVar[] = {{"name", string}, {"variable", pv}};
constexpr Arg kAddParam[] = {{"parameter", string}};
constexpr Arg kVar[] = {{"variable", pv}};
constexpr Arg kVarText[] = {{"variable", pv}, {"text", string}};
constexpr Arg kTel[] = {{"uri", string}, {"host", string}, {"variable", pv}};
constexpr Arg kFlags[] = {{"flags", string}};
constexpr Arg kRpid[] = {{"prefix", string, true}, {"suffix", string, true}};
constexpr RouteMask kRfb = kRequest | kFailure | kBranch;
constexpr RouteMask kRo = kRequest | kOnreply | kOnreplyCore;
constexpr Function kFunctions[] = {
    {"has_totag", {}, kAnyRoute, "True when To has a tag: the request is inside a dialog."},
    {"is_request", {}, kAnyRoute, "True for a request."},
    {"is_reply", {}, kAnyRoute, "True for a reply."},
    {"is_sip", {}, kAnyRoute, "True for a SIP message.", false, false, "6.0"},
    {"is_http", {}, kAnyRoute, "True for an HTTP message.", false, false, "6.0"},
    {"is_first_hop", kMode, kAnyRoute, "True when no proxy stands between the sender and us.", false, false, "4.1"},
    {"is_supported", kName, kAnyRoute, "True when Supported lists an option tag.", false, false, "4.1"},
    {"is_user", kText, kRequest | kLocal, "True when the digest credentials are of that user."},
    {"is_gruu", kUriOptional, kAnyRoute, "1 for a public GRUU, 2 for a temporary one."},
    {"hdr_date_check", kSeconds, kAnyRoute, "True when Date is that close to now.", false, false, "5.6"},
    {"cmp_hdr_name", kTwo, kAnyRoute, "True when two header names are the same.", false, false, "5.6"},
    {"uri_param", kParamValue, kRfb | kLocal, "True when the R-URI has a parameter (with that value)."},
    {"uri_param_any", kName, kRfb, "True when the R-URI has a parameter.", false, false, "5.4"},
    {"uri_param_rm", kName, kRfb, "Takes a parameter out of the R-URI.", false, false, "5.4"},
    {"get_uri_param", kNameVar, kRequest | kLocal, "Assigns the value of a parameter of the R-URI.", false, false, "4.0"},
    {"add_uri_param", kAddParam, kRequest, "Adds a parameter to the R-URI."},
    {"contact_param_rm", kName, kRo, "Takes a parameter out of the Contact URIs.", false, false, "5.4"},
    {"contact_param_check", kName, kAnyRoute, "True when a Contact URI has a parameter.", false, false, "5.8"},
    {"is_e164", kVar, kRequest | kFailure | kLocal, "True for an E.164 number with its plus sign."},
    {"is_uri_user_e164", kVar, kAnyRoute, "True when the user of a URI is an E.164 number."},
    {"is_rpid_user_e164", {}, kRequest, "True when the user in rpid_avp is an E.164 number."},
    {"is_tel_number", kText, kAnyRoute, "True for digits, with a plus sign in front or without.", false, false, "4.3"},
    {"is_numeric", kText, kAnyRoute, "True for digits.", false, false, "4.3"},
    {"is_alphanum", kText, kAnyRoute, "True for letters and digits.", false, false, "5.1"},
    {"is_alphanumex", kTwo, kAnyRoute, "True for letters, digits and other characters given.", false, false, "5.1"},
    {"tel2sip", kTel, kRfb | kOnreply | kOnreplyCore, "Assigns the SIP URI for a tel URI."},
    {"tel2sip2", kTel, kRfb | kOnreply | kOnreplyCore, "The same, with parameters ordered and phone-context put in front.", false, false, "5.8"},
    {"is_uri", kText, kAnyRoute, "True for a URI.", false, false, "5.2"},
    {"cmp_uri", kTwo, kAnyRoute, "True when two URIs are the same."},
    {"cmp_aor", kTwo, kAnyRoute, "True when two URIs name the same address of record."},
    {"set_uri_user", kVarText, kAnyRoute, "Sets the user of the URI in a variable."},
    {"set_uri_host", kVarText, kAnyRoute, "Sets the host of the URI in a variable."},
    {"options_reply", {}, kRequest, "Answers an OPTIONS request for the server itself."},
    {"contact_param_encode", kTwo, kRo, "Packs the Contact URIs into a parameter of another URI.", false, false, "5.4"},
    {"contact_param_encode_alias", kTwo, kRo, "The same with the sender's address as alias.", false, false, "6.1"},
    {"sip_p_charging_vector", kFlags, kAnyRoute, "Removes, makes or replaces P-Charging-Vector.", false, false, "4.4"},
    {"sip_parse_headers", {}, kAnyRoute, "True when all headers could be read.", false, false, "6.0"},
    {"contact_param_decode", kName, kRo, "Takes Contact URIs out of such a parameter.", false, false, "5.4"},
    {"contact_param_decode_ruri", kName, kRequest, "Takes the R-URI out of such a parameter.", false, false, "5.4"},
    {"encode_contact", kTwo, kRo, "Packs the Contact URIs into the user part of another URI."},
    {"decode_contact", {}, kRequest, "Takes the R-URI out of such a user part."},
    {"decode_contact_header", {}, kRequest | kFailure | kOnreply | kOnreplyCore, "Takes the Contact URIs out of such user parts."},
    {"append_rpid_hf", kRpid, kRfb, "Adds Remote-Party-ID."},
};
constexpr Variable kVariables[] = {
    {"pcv", "Part of P-Charging-Vector: $pcv(all), value, genaddr, orig, term, status.", false, Inner::required, false, "4.4"},
};
constexpr string_view kUses[] = {"sl"};
}  // namespace

extern const Manifest kManifest_siputils;
const Manifest kManifest_siputils = {
    .name = "siputils",
    .summary = "Questions about messages, URIs and numbers",
    .maturity = Maturity::partial,
    .params = kParams,
    .functions = kFunctions,
    .variables = kVariables,
    .uses = kUses,
};

}  // namespace kukini::modules
