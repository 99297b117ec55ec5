// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The table of sdpops.
#include "manifest/manifest.hpp"

namespace kukini::modules {
using namespace manifest;

namespace {
using K = ArgKind;

constexpr Arg kList[] = {{"list", K::string}};
constexpr Arg kListType[] = {{"list", K::string}, {"type", K::string, true}};
constexpr Arg kPrefixType[] = {{"prefix", K::string}, {"type", K::string, true}};
constexpr Arg kType[] = {{"type", K::string}};
constexpr Arg kTransport[] = {{"transport", K::string}};
constexpr Arg kVariable[] = {{"variable", K::pv}};
constexpr Arg kVariableStart[] = {{"variable", K::pv}, {"start", K::string}};
constexpr Arg kSloppy[] = {{"sloppy", K::string, true}};
constexpr Arg kLevel[] = {{"level", K::integer}};
constexpr Arg kName[] = {{"name", K::string}};
constexpr Arg kNameText[] = {{"name", K::string}, {"text", K::string}};

constexpr Function since(string_view release, Function f) {
  f.since = release;
  return f;
}

constexpr Function kFunctions[] = {
    since("4.0", {"sdp_content", kSloppy, kAnyRoute, "True when the message has a session description."}),
    {"sdp_get", kVariable, kAnyRoute, "Assigns the session description."},
    since("4.1", {"sdp_get_line_startswith", kVariableStart, kAnyRoute, "Assigns the first line that begins so."}),
    since("5.3", {"sdp_get_address_family", {}, kAnyRoute, "4 or 6: the address family of the session's connection."}),
    {"sdp_print", kLevel, kAnyRoute, "Writes what was read of the description to the log."},
    {"sdp_with_media", kType, kAnyRoute, "True when there is a stream of that type."},
    since("4.3", {"sdp_with_active_media", kType, kAnyRoute, "True when there is one with a port and not inactive."}),
    since("4.1", {"sdp_with_transport", kTransport, kAnyRoute, "True when a stream has that transport."}),
    since("4.2", {"sdp_with_transport_like", kTransport, kAnyRoute, "True when a stream's transport has that text in it."}),
    since("4.2", {"sdp_transport", kVariable, kAnyRoute, "Assigns the transport that all streams have."}),
    since("4.2", {"sdp_with_ice", {}, kAnyRoute, "True when a stream has ICE candidates."}),
    {"sdp_with_codecs_by_id", kList, kAnyRoute, "True when a stream has one of the formats with these numbers."},
    {"sdp_with_codecs_by_name", kList, kAnyRoute, "True when a stream has one of the formats with these names."},
    {"sdp_remove_codecs_by_id", kListType, kAnyRoute, "Removes the formats with these numbers."},
    {"sdp_remove_codecs_by_name", kListType, kAnyRoute, "Removes the formats with these names."},
    {"sdp_keep_codecs_by_id", kListType, kAnyRoute, "Leaves only the formats with these numbers."},
    {"sdp_keep_codecs_by_name", kListType, kAnyRoute, "Leaves only the formats with these names."},
    {"sdp_remove_media", kType, kAnyRoute, "Removes the streams of that type."},
    since("4.1", {"sdp_remove_transport", kTransport, kAnyRoute, "Removes the streams with that transport."}),
    since("4.0", {"sdp_remove_line_by_prefix", kPrefixType, kAnyRoute, "Removes the lines that begin so."}),
    since("5.8", {"sdp_iterator_start", kName, kAnyRoute, "Begins a walk over the lines of the description."}),
    since("5.8", {"sdp_iterator_next", kName, kAnyRoute, "Goes to the next line; false behind the last."}),
    since("5.8", {"sdp_iterator_end", kName, kAnyRoute, "Ends the walk."}),
    since("5.8", {"sdp_iterator_rm", kName, kAnyRoute, "Removes the line."}),
    since("5.8", {"sdp_iterator_append", kNameText, kAnyRoute, "Puts text behind the line."}),
    since("5.8", {"sdp_iterator_insert", kNameText, kAnyRoute, "Puts text before the line."}),
};

constexpr Variable kVariables[] = {
    {"sdp", "Parts of the session description: $sdp(body), $sdp(sess_version), $sdp(m0:rtp:port).", true, Inner::required, false, "5.0"},
    {"sdpitval", "The line that a walk stands on, with its end.", false, Inner::required, false, "5.8"},
};
}  // namespace

extern const Manifest kManifest_sdpops;
const Manifest kManifest_sdpops = {
    .name = "sdpops",
    .summary = "Session descriptions (SDP): streams, formats, lines, read and changed",
    .functions = kFunctions,
    .variables = kVariables,
};

}  // namespace kukini::modules
