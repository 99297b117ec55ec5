// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
#include "lint/context.hpp"
#include "lint/message_data.hpp"

namespace kukini::lint {
namespace {

struct Query {
  std::string_view function;
  std::size_t index;
};
constexpr Query kQueries[] = {{"sql_query", 1}, {"sql_xquery", 1}, {"sql_query_async", 1}, {"sql_pvquery", 1}, {"avp_db_query", 0}, {"sql_query_dyn", 1}};

void check(Context& context) {
  MessageDataFinder finder(context);
  for (const auto& q : kQueries)
    for (const auto& site : context.calls(q.function)) {
      if (site.call->arguments.size() <= q.index) continue;
      for (const auto& data : finder.in(*site.call->arguments[q.index], *site.route))
        context.report(data.at, data.shown + " is what the sender wrote: it can end the text and begin SQL of its own")
            .with_hint("put a transformation behind it: $(" + data.shown.substr(data.shown.starts_with("$(") ? 2 : 1, data.shown.starts_with("$(") ? data.shown.size() - 3 : data.shown.npos) + "{s.escape.common})");
    }
}

}  // namespace

extern const Rule kRule_sql_injection;
const Rule kRule_sql_injection = {"sql-injection", Group::security, diag::Severity::warning, "message data goes into an SQL query as it came",
                                  check};

}  // namespace kukini::lint
