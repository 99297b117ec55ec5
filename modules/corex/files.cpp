// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// file_read(), file_write(): small files.
#include <cstdio>
#include <memory>
#include <string>

#include "corex.hpp"

namespace kukini::modules::corex {

namespace {

constexpr std::size_t kMost = 65536;  ///< bytes of a file that is read

struct Close {
  void operator()(std::FILE* f) const { std::fclose(f); }
};
using File = std::unique_ptr<std::FILE, Close>;

int file_read(void*, Context& c, Args a) {
  std::string path(text(c, a, 0));
  File file(std::fopen(path.c_str(), "rbe"));
  if (file == nullptr) {
    log(Level::error, "corex", "file_read: cannot open {}", path);
    return -1;
  }
  auto room = c.arena->make_array<char>(kMost + 1);
  auto n = std::fread(room.data(), 1, room.size(), file.get());
  if (n > kMost) {
    log(Level::error, "corex", "file_read: {} has more than {} bytes", path, kMost);
    return -1;
  }
  return a[1].pv != nullptr && a[1].pv->set(c, Value::string({room.data(), n})) ? 1 : -1;
}

int file_write(void*, Context& c, Args a) {
  std::string path(text(c, a, 0));
  auto data = text(c, a, 1);
  File file(std::fopen(path.c_str(), "wbe"));
  if (file == nullptr || std::fwrite(data.data(), 1, data.size(), file.get()) != data.size() || std::fflush(file.get()) != 0) {
    log(Level::error, "corex", "file_write: cannot write {}", path);
    return -1;
  }
  return 1;
}

}  // namespace

void bind_files(Binder& b) {
  b.function("file_read", &file_read, nullptr);
  b.function("file_write", &file_write, nullptr);
}

}  // namespace kukini::modules::corex
