// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Reading messages, the life of a session, diagnostics.
#include "lsp/server.hpp"

namespace kukini::lsp {
namespace {

enum ErrorCode { kParseError = -32700, kInvalidRequest = -32600, kMethodNotFound = -32601, kInvalidParams = -32602, kInternalError = -32603, kNotInitialized = -32002 };

std::string reply(const json::value& id, json::value result) {
  return json::serialize(json::object{{"jsonrpc", "2.0"}, {"id", id}, {"result", std::move(result)}});
}

std::string error_reply(const json::value& id, int code, std::string_view message) {
  return json::serialize(json::object{{"jsonrpc", "2.0"}, {"id", id}, {"error", {{"code", code}, {"message", message}}}});
}

json::value capabilities() {
  return {{"capabilities",
           {{"positionEncoding", "utf-16"},
            {"textDocumentSync", {{"openClose", true}, {"change", 2}, {"save", true}}},
            {"hoverProvider", true},
            {"completionProvider", {{"triggerCharacters", {"$", "(", "\"", "{", "."}}}},
            {"definitionProvider", true},
            {"referencesProvider", true},
            {"renameProvider", {{"prepareProvider", true}}},
            {"documentSymbolProvider", true},
            {"documentFormattingProvider", true},
            {"codeActionProvider", {{"codeActionKinds", {"quickfix"}}}}}},
          {"serverInfo", {{"name", "kukini-lsp"}}}};
}

std::string document_path(const json::value& params) {
  const auto* uri = member(params, "textDocument", "uri");
  if (uri == nullptr || !uri->is_string()) throw RequestError{kInvalidParams, "textDocument.uri is missing"};
  return path_of(text_of(uri));
}

}  // namespace

std::vector<std::string> Server::handle(std::string_view message) {
  out_.clear();
  boost::system::error_code wrong;
  auto value = json::parse(message, wrong);
  if (wrong) return {error_reply(nullptr, kParseError, "this is no JSON: " + wrong.message())};
  const auto* method = member(value, "method");
  const auto* id = member(value, "id");
  if (method == nullptr || !method->is_string()) {
    // A reply to something we never asked, or no message at all.
    if (id != nullptr && member(value, "result") == nullptr && member(value, "error") == nullptr)
      return {error_reply(*id, kInvalidRequest, "a request needs a method")};
    return {};
  }
  static const json::value kNone;
  const auto* given = member(value, "params");
  const auto& params = given != nullptr ? *given : kNone;
  try {
    if (id == nullptr) notification(text_of(method), params);
    else out_.push_back(reply(*id, request(text_of(method), params)));
  } catch (const RequestError& e) {
    if (id != nullptr) out_.push_back(error_reply(*id, e.code, e.message));
  } catch (const std::exception& e) {
    if (id != nullptr) out_.push_back(error_reply(*id, kInternalError, e.what()));
  }
  return std::move(out_);
}

json::value Server::request(std::string_view method, const json::value& params) {
  if (method == "initialize") {
    initialized_ = true;
    auto root = text_of(member(params, "rootUri"));
    workspace_.set_folder(root.empty() ? std::string(text_of(member(params, "rootPath"))) : path_of(root));
    return capabilities();
  }
  if (!initialized_) throw RequestError{kNotInitialized, "initialize comes first"};
  if (shut_down_) throw RequestError{kInvalidRequest, "the server was shut down"};
  if (method == "shutdown") {
    shut_down_ = true;
    return nullptr;
  }
  if (method == "textDocument/documentSymbol") return symbols(document_path(params));
  if (method == "textDocument/formatting") return formatting(document_path(params), params);
  if (method == "textDocument/codeAction") return code_actions(document_path(params), params);
  bool known = method == "textDocument/hover" || method == "textDocument/completion" || method == "textDocument/definition" ||
               method == "textDocument/references" || method == "textDocument/rename" || method == "textDocument/prepareRename";
  if (!known) throw RequestError{kMethodNotFound, "there is no method " + std::string(method)};
  auto at = place_of(params);
  if (!at) return nullptr;
  if (method == "textDocument/hover") return hover(*at);
  if (method == "textDocument/definition") return definition(*at);
  if (method == "textDocument/references") return references(*at, flag_of(member(params, "context", "includeDeclaration")));
  if (method == "textDocument/rename") return rename(*at, text_of(member(params, "newName")));
  if (method == "textDocument/prepareRename") return prepare_rename(*at);
  return complete(*at);
}

void Server::notification(std::string_view method, const json::value& params) {
  if (method == "exit") {
    done_ = true;
    return;
  }
  if (!initialized_) return;
  if (method == "textDocument/didOpen") {
    workspace_.open(document_path(params), std::string(text_of(member(params, "textDocument", "text"))), number_of(member(params, "textDocument", "version")));
  } else if (method == "textDocument/didChange") {
    const auto* changes = member(params, "contentChanges");
    if (changes != nullptr && changes->is_array())
      workspace_.change(document_path(params), changes->get_array(), number_of(member(params, "textDocument", "version")));
  } else if (method == "textDocument/didClose") {
    workspace_.close(document_path(params));
  } else if (method == "textDocument/didSave" || method == "workspace/didChangeWatchedFiles") {
    workspace_.forget_checks();
  } else {
    return;
  }
  publish();
}

void Server::publish() {
  std::map<std::string, json::array> by_file;
  for (const auto& [path, document] : workspace_.documents()) by_file[path];
  for (const auto* unit : workspace_.units()) {
    for (const auto& d : unit->linted.found) {
      auto path = absolute_path(d.primary.file.empty() ? unit->main : d.primary.file);
      const auto& text = workspace_.text(path);
      json::object item{{"range", text.range(d.primary.offset, d.primary.offset + d.primary.length)},
                        {"severity", d.severity == diag::Severity::error ? 1 : d.severity == diag::Severity::warning ? 2 : 3},
                        {"code", d.code},
                        {"source", "kukini-lint"},
                        {"message", d.hint.empty() ? d.message : d.message + "\n" + d.hint}};
      if (!d.notes.empty()) {
        json::array related;
        for (const auto& n : d.notes) {
          auto other = absolute_path(n.location.file.empty() ? unit->main : n.location.file);
          related.push_back({{"location", {{"uri", uri_of(other)}, {"range", workspace_.text(other).range(n.location.offset, n.location.offset + n.location.length)}}},
                             {"message", n.message}});
        }
        item["relatedInformation"] = std::move(related);
      }
      by_file[path].push_back(std::move(item));
    }
  }
  for (const auto& path : published_) by_file[path];
  published_.clear();
  for (auto& [path, list] : by_file) {
    if (!list.empty()) published_.insert(path);
    json::object params{{"uri", uri_of(path)}, {"diagnostics", std::move(list)}};
    if (const auto* document = workspace_.document(path)) params["version"] = document->version;
    out_.push_back(json::serialize(json::object{{"jsonrpc", "2.0"}, {"method", "textDocument/publishDiagnostics"}, {"params", std::move(params)}}));
  }
}

std::optional<Server::Place> Server::place_of(const json::value& params) {
  auto path = document_path(params);
  if (workspace_.document(path) == nullptr) return {};
  const auto& unit = workspace_.unit(path);
  auto file = unit.index_of(path);
  if (!file) return {};
  const auto& text = workspace_.text(path);
  return Place{path, &unit, *file, text.offset_of(position_from(member(params, "position"))), &text};
}

}  // namespace kukini::lsp
