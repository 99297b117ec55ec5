// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The table of textops.
#include "manifest/manifest.hpp"

namespace kukini::modules {
using namespace manifest;

namespace {
using enum ArgKind;
constexpr Arg kMethods[] = {{"methods", string}};
constexpr Arg kName[] = {{"name", string}};
constexpr Arg kNameRe[] = {{"expression", regex}};
constexpr Arg kNamePattern[] = {{"expression", string}};
constexpr Arg kLine[] = {{"line", string}, {"name", string, true}};
constexpr Arg kReplyLine[] = {{"line", string}};
constexpr Arg kUriLine[] = {{"before", string}, {"after", string}};
constexpr Arg kReRe[] = {{"remove", regex}, {"keep", regex}};
constexpr Arg kPatterns[] = {{"remove", string}, {"keep", string}};
constexpr Arg kNameIndex[] = {{"name", string}, {"index", integer}};
constexpr Arg kNameMatch[] = {{"name", string}, {"operator", string}, {"value", string}};
constexpr Arg kRe[] = {{"expression", regex}};
constexpr Arg kReText[] = {{"expression", regex}, {"text", string}};
constexpr Arg kPatternText[] = {{"expression", string}, {"text", string}};
constexpr Arg kReLiteral[] = {{"expression", regex}, {"text", literal}};
constexpr Arg kSearchHf[] = {{"name", string}, {"expression", regex}, {"flags", literal}};
constexpr Arg kSearchStr[] = {{"text", string}, {"expression", string}};
constexpr Arg kReplaceStr[] = {{"text", string}, {"replacement", string}, {"mode", string}};
constexpr Arg kSubst[] = {{"/expression/replacement/flags", literal}};
constexpr Arg kSubstHf[] = {{"name", string}, {"/expression/replacement/flags", literal}, {"flags", literal}};
constexpr Arg kSubstV[] = {{"text", string}, {"/expression/replacement/flags", literal}, {"variable", pv}};
constexpr Arg kMime[] = {{"type", string}};
constexpr Arg kMimeOptional[] = {{"type", string, true}};
constexpr Arg kMimeVar[] = {{"type", string}, {"variable", pv}};
constexpr Arg kBody[] = {{"text", string}, {"type", string}};
constexpr Arg kPart[] = {{"text", string}, {"type", string}, {"disposition", string, true}};
constexpr Arg kMultipart[] = {{"text", string, true}, {"type", string, true}, {"boundary", string, true}};
constexpr Arg kPrivacy[] = {{"type", string}};
constexpr Arg kTwo[] = {{"text", string}, {"other", string}};
constexpr Arg kList[] = {{"text", string}, {"list", string}, {"separator", string}};
constexpr Arg kSubstring[] = {{"text", string}, {"expression", string}, {"group", integer}, {"groups", integer}, {"variable", pv}};

constexpr RouteMask kRfb = kRequest | kFailure | kBranch;
constexpr RouteMask kRfob = kRfb | kOnreply | kOnreplyCore;
constexpr Function kFunctions[] = {
    {"is_method", kMethods, kAnyRoute, "True when the method is one of a list, \"INVITE|ACK\"."},
    {"is_privacy", kPrivacy, kAnyRoute, "True when Privacy asks for that type."},
    {"append_hf", kLine, kAnyRoute, "Adds a header behind all, or behind those of a name."},
    {"insert_hf", kLine, kAnyRoute, "Adds a header in front of all, or in front of those of a name."},
    {"append_urihf", kUriLine, kRfb, "Adds a header that holds the R-URI."},
    {"append_to_reply", kReplyLine, kRfb, "Adds a header to the replies to this request."},
    {"append_time", {}, kRfb, "Adds a Date header to the replies to this request."},
    {"append_time_to_request", {}, kAnyRoute, "Adds a Date header."},
    {"is_present_hf", kName, kAnyRoute, "True when there is a header of that name."},
    {"is_present_hf_pv", kName, kAnyRoute, "The same as is_present_hf.", false, false, "5.4"},
    {"is_present_hf_re", kNameRe, kAnyRoute, "True when there is a header whose name matches."},
    {"is_present_hf_re_pv", kNamePattern, kAnyRoute, "The same, with an expression known only then.", false, false, "5.4"},
    {"remove_hf", kName, kAnyRoute, "Removes all headers of that name."},
    {"remove_hf_pv", kName, kAnyRoute, "The same as remove_hf.", false, false, "5.4"},
    {"remove_hf_re", kNameRe, kAnyRoute, "Removes all headers whose name matches."},
    {"remove_hf_re_pv", kNamePattern, kAnyRoute, "The same, with an expression known only then.", false, false, "5.4"},
    {"remove_hf_exp", kReRe, kAnyRoute, "Removes all headers whose name matches one expression and not the other.", false, false, "5.1"},
    {"remove_hf_exp_pv", kPatterns, kAnyRoute, "The same, with expressions known only then.", false, false, "5.4"},
    {"remove_hf_idx", kNameIndex, kAnyRoute, "Removes one of the headers of that name.", false, false, "5.6"},
    {"remove_hf_match", kNameMatch, kAnyRoute, "Removes the headers of that name whose value matches.", false, false, "5.6"},
    {"via_param_rm", kNameIndex, kAnyRoute, "Removes a parameter of a Via value.", false, false, "5.8"},
    {"search", kRe, kAnyRoute, "True when the message matches."},
    {"search_body", kRe, kAnyRoute, "True when the body matches."},
    {"search_hf", kSearchHf, kAnyRoute, "True when a header of that name matches."},
    {"search_str", kSearchStr, kAnyRoute, "True when a text matches.", false, false, "5.5"},
    {"search_append", kReText, kAnyRoute, "Puts text behind the first match."},
    {"search_append_body", kReText, kAnyRoute, "Puts text behind the first match in the body."},
    {"replace", kReLiteral, kAnyRoute, "Replaces the first match."},
    {"replace_all", kReLiteral, kAnyRoute, "Replaces all matches."},
    {"replace_hdrs", kReLiteral, kAnyRoute, "Replaces the first match in the headers.", false, false, "5.2"},
    {"replace_body", kReLiteral, kAnyRoute, "Replaces the first match in the body."},
    {"replace_body_all", kReLiteral, kAnyRoute, "Replaces all matches in the body."},
    {"replace_body_atonce", kPatternText, kAnyRoute, "Replaces matches in the body taken as one line."},
    {"replace_str", kReplaceStr, kAnyRoute, "Replaces a text.", false, false, "5.2"},
    {"replace_hdrs_str", kReplaceStr, kAnyRoute, "Replaces a text in the headers.", false, false, "5.2"},
    {"replace_body_str", kReplaceStr, kAnyRoute, "Replaces a text in the body.", false, false, "5.2"},
    {"subst", kSubst, kAnyRoute, "Substitutes in the message."},
    {"subst_body", kSubst, kAnyRoute, "Substitutes in the body."},
    {"subst_hf", kSubstHf, kAnyRoute, "Substitutes in headers of a name."},
    {"subst_uri", kSubst, kRfob, "Substitutes in the R-URI."},
    {"subst_user", kSubst, kRfob, "Substitutes in the user of the R-URI."},
    {"subst_v", kSubstV, kAnyRoute, "Substitutes in a text and assigns the result.", false, false, "6.0"},
    {"has_body", kMimeOptional, kAnyRoute, "True when there is a body (of that type)."},
    {"set_body", kBody, kRfob, "Puts another body into the message."},
    {"set_body_hex", kBody, kAnyRoute, "The same, from hexadecimal digits.", false, false, "6.1"},
    {"set_reply_body", kBody, kRfb, "Body of the replies to this request."},
    {"set_reply_body_hex", kBody, kRfb, "The same, from hexadecimal digits.", false, false, "6.1"},
    {"is_audio_on_hold", {}, kAnyRoute, "True when all audio of the SDP is held."},
    {"filter_body", kMime, kAnyRoute, "Leaves only the parts of a type."},
    {"get_body_part", kMimeVar, kRfob, "Assigns the content of a part.", false, false, "4.4"},
    {"get_body_part_raw", kMimeVar, kRfob, "Assigns a part with its headers.", false, false, "4.4"},
    {"remove_body_part", kMime, kRfb, "Removes a part.", false, false, "4.2"},
    {"append_body_part", kPart, kRfb, "Adds a part.", false, false, "4.2"},
    {"append_body_part_hex", kPart, kRfb, "The same, from hexadecimal digits.", false, false, "5.2"},
    {"set_body_multipart", kMultipart, kRfb, "Makes the body multipart.", false, false, "4.2"},
    {"cmp_str", kTwo, kAnyRoute, "True when two texts are equal."},
    {"cmp_istr", kTwo, kAnyRoute, "True when two texts are equal but for case."},
    {"starts_with", kTwo, kAnyRoute, "True when a text begins with another."},
    {"ends_with", kTwo, kAnyRoute, "True when a text ends with another.", false, false, "5.5"},
    {"str_find", kTwo, kAnyRoute, "Where a text stands in another, from 1.", false, false, "5.5"},
    {"str_ifind", kTwo, kAnyRoute, "The same without regard to case.", false, false, "5.5"},
    {"str_any_in", kTwo, kAnyRoute, "True when any character of a text is in another.", false, false, "5.7"},
    {"str_all_in", kTwo, kAnyRoute, "True when all characters of a text are in another.", false, false, "6.1"},
    {"in_list", kList, kAnyRoute, "True when a text is an item of a list."},
    {"in_list_prefix", kList, kAnyRoute, "True when an item of a list begins a text.", false, false, "5.2"},
    {"regex_substring", kSubstring, kRfob, "Assigns a group of a match.", false, false, "5.3"},
};
constexpr Transformation kTransformations[] = {
    {"re", "subst", 1, 1, "Substitutes: {re.subst,/expression/replacement/flags}.", {}, true},
};
}  // namespace

extern const Manifest kManifest_textops;
const Manifest kManifest_textops = {
    .name = "textops",
    .summary = "Headers added and removed, texts searched and replaced, bodies",
    .functions = kFunctions,
    .transformations = kTransformations,
};

}  // namespace kukini::modules
