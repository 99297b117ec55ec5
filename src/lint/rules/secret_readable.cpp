// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include <set>
#include <string>
#include <sys/stat.h>

#include "lint/context.hpp"
#include "lint/literals.hpp"
#include "lint/secrets.hpp"

namespace kukini::lint {
namespace {

bool readable_by_others(const std::string& path) {
  struct stat info {};
  return ::stat(path.c_str(), &info) == 0 && S_ISREG(info.st_mode) && (info.st_mode & S_IROTH) != 0;
}

void check(Context& context) {
  std::set<std::string> told;
  for (const auto* item : context.script().items()) {
    const auto* param = item->as<ast::ModParam>();
    const auto* text = param != nullptr && param->value != nullptr ? param->value->as<ast::String>() : nullptr;
    if (text == nullptr || text->value.empty()) continue;
    if (param->modules == "tls" && param->name == "private_key" && readable_by_others(std::string(text->value))) {
      context.report(text->span, "everybody on this machine may read the private key").with_hint("chmod o-r " + std::string(text->value));
      continue;
    }
    if (!is_secret(*param, text->value)) continue;
    const auto* define = context.script().source().expanded_from(text->span.begin);
    auto where = define != nullptr ? context.script().source().locate(*define) : context.locate(text->span);
    if (where.line == 0 || !readable_by_others(where.file) || !told.insert(where.file).second) continue;
    auto file = where.file;
    context.report(std::move(where), "a password stands here, and everybody on this machine may read the file").with_hint("chmod o-r " + file);
  }
}

}  // namespace

extern const Rule kRule_secret_readable;
const Rule kRule_secret_readable = {"secret-readable", Group::security, diag::Severity::warning, "a password or key in a file that everybody may read",
                                    check};

}  // namespace kukini::lint
