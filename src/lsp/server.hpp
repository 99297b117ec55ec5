// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The language server: messages in, messages out. JSON-RPC 2.0 as the Language Server Protocol 3.17 has it.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "lsp/workspace.hpp"

namespace kukini::lsp {

class Server {
 public:
  /// Takes one message; returns the messages to send, in order. What is no JSON or no request gets an error reply.
  std::vector<std::string> handle(std::string_view message);
  /// "exit" came: leave, with this code.
  bool done() const { return done_; }
  int exit_code() const { return shut_down_ ? 0 : 1; }

 private:
  struct Place {
    std::string path;
    const Unit* unit;
    std::uint32_t file;
    std::uint32_t offset;
    const LineText* text;
  };
  json::value request(std::string_view method, const json::value& params);
  void notification(std::string_view method, const json::value& params);
  void publish();
  /// The place that a request names; nothing for a document that is not open.
  std::optional<Place> place_of(const json::value& params);

  // features.cpp
  json::value complete(const Place& at);
  json::value hover(const Place& at);
  json::value definition(const Place& at);
  json::value references(const Place& at, bool declaration);
  json::value rename(const Place& at, std::string_view name);
  json::value prepare_rename(const Place& at);
  json::value symbols(const std::string& path);
  json::value formatting(const std::string& path, const json::value& params);
  json::value code_actions(const std::string& path, const json::value& params);
  json::object location(const Unit& unit, const lang::FileSpan& place);

  Workspace workspace_;
  std::vector<std::string> out_;
  std::set<std::string> published_;
  bool initialized_ = false;
  bool shut_down_ = false;
  bool done_ = false;
};

/// Thrown by a request: its error reply.
struct RequestError {
  int code;
  std::string message;
};

}  // namespace kukini::lsp
