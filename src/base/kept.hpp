// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Kept: values made once per text and kept, such as what a script's constant arguments were turned into.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace kukini::base {

/// A reload of the same script finds what it had before, so that nothing grows with the number of reloads.
template <class T>
class Kept {
 public:
  /// The value of `text`, made by make() the first time. Valid as long as this object; any thread.
  template <class Make>
  const T* get(std::string_view text, Make make) {
    std::lock_guard lock(mutex_);
    auto at = all_.find(text);
    if (at == all_.end()) at = all_.emplace(std::string(text), make()).first;
    return &at->second;
  }

 private:
  std::mutex mutex_;
  std::map<std::string, T, std::less<>> all_;
};

}  // namespace kukini::base
