// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// RrService: Record-Route parameters, for modules that mark dialogs in them.
#pragma once

#include <string_view>

#include "sdk/worker.hpp"

namespace kukini::sdk {

class RrService {
 public:
  static constexpr std::string_view kName = "rr";
  virtual ~RrService() = default;
  /// Adds ";name=value" to the Record-Route of this message, before or after record_route().
  virtual bool add_param(Context& context, std::string_view param) = 0;
  /// Parameter of our own Route header that loose_route() consumed; data() is null where absent.
  virtual std::string_view route_param(Context& context, std::string_view name) = 0;
  /// The line that record_route() put among the edits, at headers_begin(); empty where it did not, or where it must stay as it is.
  virtual std::string_view recorded(Context& context) = 0;
  /// What that line must be for a request that came by `in` and leaves by `out`: two lines where the sockets differ. In `arena`.
  virtual std::string_view recorded_for(Worker& worker, std::string_view line, const io::Flow& in, const io::Flow& out, base::Arena& arena) = 0;
  enum class Direction { downstream, upstream, unknown };
  virtual Direction direction(Context& context) = 0;
};

}  // namespace kukini::sdk
