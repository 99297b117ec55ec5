// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The table of textopsx.
#include "manifest/manifest.hpp"

namespace kukini::modules {
using namespace manifest;

namespace {
using K = ArgKind;
constexpr Arg kStatus[] = {{"code", K::integer}, {"reason", K::string}};
constexpr Arg kCode[] = {{"code", K::integer}};
constexpr Arg kRoute[] = {{"route", K::route}};
constexpr Arg kText[] = {{"text", K::string}};
constexpr Arg kMaybeRegex[] = {{"regex", K::regex, true}};
constexpr Arg kMatch[] = {{"value", K::string}, {"pattern", K::string}, {"flags", K::string, true}};
constexpr Arg kPlace[] = {{"header", K::literal}};
constexpr Arg kPlaceValue[] = {{"header", K::literal}, {"value", K::string}};
constexpr Arg kIterator[] = {{"iterator", K::string}};
constexpr Arg kIteratorText[] = {{"iterator", K::string}, {"text", K::string}};

constexpr RouteMask kReply = kOnreply | kOnreplyCore;
constexpr RouteMask kApply = kRequest | kReply;
constexpr RouteMask kValues = kRequest | kFailure | kReply | kBranch;

constexpr Function since(string_view release, Function f) {
  f.since = release;
  return f;
}

constexpr Function kFunctions[] = {
    {"msg_apply_changes", {}, kApply, "Makes the message what its changes say, so that they can be read."},
    since("6.0", {"msg_changed_route", kRoute, kAnyRoute, "Runs a route on the message as its changes make it."}),
    since("5.6", {"msg_set_buffer", kText, kApply, "Takes a text as the message from here on."}),
    {"change_reply_status", kStatus, kReply, "Changes code and reason of the reply, within its class."},
    since("5.5", {"change_reply_status_code", kCode, kReply, "Changes the code of the reply, within its class."}),
    {"remove_body", {}, kAnyRoute, "Removes the body."},
    {"keep_hf", kMaybeRegex, kAnyRoute, "Removes the headers whose name does not match, but for those a message needs."},
    {"fnmatch", kMatch, kAnyRoute, "True when the value matches a shell pattern."},
    {"append_hf_value", kPlaceValue, kValues, "Adds a value behind one of a header, or a header."},
    {"insert_hf_value", kPlaceValue, kValues, "Adds a value before one of a header, or a header."},
    {"remove_hf_value", kPlace, kValues, "Removes a value of a header, or a parameter of it."},
    {"remove_hf_value2", kPlace, kValues, "Removes a header, or a parameter of one like Authorization."},
    {"assign_hf_value", kPlaceValue, kValues, "Replaces a value of a header, or sets a parameter of it."},
    {"assign_hf_value2", kPlaceValue, kValues, "Replaces the body of a header, or sets a parameter of one like Authorization."},
    {"include_hf_value", kPlaceValue, kValues, "Adds a value to a header unless it is there."},
    {"exclude_hf_value", kPlaceValue, kValues, "Removes a value from a header where it is there."},
    {"hf_value_exists", kPlaceValue, kValues, "True when the header has this value."},
    since("5.6", {"hf_iterator_start", kIterator, kAnyRoute, "Begins to walk the headers."}),
    since("5.6", {"hf_iterator_next", kIterator, kAnyRoute, "Goes to the next header."}),
    since("5.6", {"hf_iterator_prev", kIterator, kAnyRoute, "Goes back to the header before."}),
    since("5.6", {"hf_iterator_end", kIterator, kAnyRoute, "Ends the walk."}),
    since("5.6", {"hf_iterator_rm", kIterator, kAnyRoute, "Removes the header at hand."}),
    since("5.6", {"hf_iterator_append", kIteratorText, kAnyRoute, "Adds text behind the header at hand."}),
    since("5.6", {"hf_iterator_insert", kIteratorText, kAnyRoute, "Adds text before the header at hand."}),
    since("5.6", {"bl_iterator_start", kIterator, kAnyRoute, "Begins to walk the lines of the body."}),
    since("5.6", {"bl_iterator_next", kIterator, kAnyRoute, "Goes to the next line."}),
    since("5.6", {"bl_iterator_end", kIterator, kAnyRoute, "Ends the walk."}),
    since("5.6", {"bl_iterator_rm", kIterator, kAnyRoute, "Removes the line at hand."}),
    since("5.6", {"bl_iterator_append", kIteratorText, kAnyRoute, "Adds text behind the line at hand."}),
    since("5.6", {"bl_iterator_insert", kIteratorText, kAnyRoute, "Adds text before the line at hand."}),
};

constexpr Variable kVariables[] = {
    {"hfitname", "Name of the header an iterator is at.", false, Inner::required, false, "5.6"},
    {"hfitbody", "Value of the header an iterator is at.", false, Inner::required, false, "5.6"},
    {"blitval", "Line of the body an iterator is at, with its line end.", false, Inner::required, false, "5.6"},
};
}  // namespace

extern const Manifest kManifest_textopsx;
const Manifest kManifest_textopsx = {
    .name = "textopsx",
    .summary = "Applying changes at once, values and parameters of headers, iterators",
    .functions = kFunctions,
    .variables = kVariables,
};

}  // namespace kukini::modules
