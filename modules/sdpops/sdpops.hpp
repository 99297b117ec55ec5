// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// What the parts of sdpops share.
#pragma once

#include <string_view>

#include "sdk/module.hpp"
#include "sdk/text.hpp"
#include "sip/sdp.hpp"

namespace kukini::modules::sdpops {

using namespace sdk;
using std::string_view;

void bind_codecs(Binder& b);
void bind_media(Binder& b);
void bind_content(Binder& b);
void bind_iterators(Binder& b);

inline string_view text(Context& c, Args a, std::size_t i) { return i < a.size() ? text_of(c, a[i].value) : string_view{}; }

/// The descriptions of the message. What is wrong with them is logged for `function`, but not that there is no body.
struct Sessions {
  sip::SdpOutcome outcome;
  std::span<sip::SdpSession> all;
  bool ok() const { return outcome == sip::SdpOutcome::ok; }
  auto begin() const { return all.begin(); }
  auto end() const { return all.end(); }
};
Sessions sessions(Context& c, string_view function);

/// True when `wanted` is empty or the type of the stream.
bool of_type(const sip::SdpMedia& media, string_view wanted);

/// Removes the text, a part of the message, unless that has been done.
void remove_once(Context& c, string_view part);

}  // namespace kukini::modules::sdpops
