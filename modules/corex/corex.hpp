// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// What the parts of corex share.
#pragma once

#include <string_view>

#include "sdk/module.hpp"
#include "sdk/text.hpp"

namespace kukini::modules::corex {

using namespace sdk;
using std::string_view;

void bind_sending(Binder& b);
void bind_sockets(Binder& b);
void bind_flags(Binder& b);
void bind_files(Binder& b);
void bind_via(Binder& b);
void bind_variables(Binder& b);

inline string_view text(Context& c, Args a, std::size_t i) { return i < a.size() ? text_of(c, a[i].value) : string_view{}; }

/// "proto:host:port", where protocol and port may be missing.
struct SocketText {
  io::Protocol protocol = io::Protocol::none;
  string_view proto, host, port;
};
bool parse_socket(string_view text, SocketText& out);

}  // namespace kukini::modules::corex
