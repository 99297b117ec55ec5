// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Looking into a shared object without loading it; where modules are looked for.
#include <elf.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <climits>
#include <cstdlib>
#include <cstring>

#include "registry/registry.hpp"

#ifndef KUKINI_MODULE_DIR
#define KUKINI_MODULE_DIR "/usr/lib/kukini/modules"
#endif

namespace kukini::registry {

namespace {

/// The whole file, mapped; empty where it cannot be.
class Mapped {
 public:
  explicit Mapped(const std::string& path) {
    int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) return;
    struct stat info;
    if (fstat(fd, &info) == 0 && S_ISREG(info.st_mode) && info.st_size > 0) {
      void* at = mmap(nullptr, static_cast<std::size_t>(info.st_size), PROT_READ, MAP_PRIVATE, fd, 0);
      if (at != MAP_FAILED) bytes_ = {static_cast<const char*>(at), static_cast<std::size_t>(info.st_size)};
      found_ = true;
    } else {
      found_ = fstat(fd, &info) == 0;
    }
    ::close(fd);
  }
  ~Mapped() {
    if (!bytes_.empty()) munmap(const_cast<char*>(bytes_.data()), bytes_.size());
  }
  bool found() const { return found_; }
  std::size_t size() const { return bytes_.size(); }
  /// `count` objects of T at `offset`, null where the file is shorter or not aligned.
  template <class T>
  const T* at(std::uint64_t offset, std::uint64_t count = 1) const {
    if (offset > bytes_.size() || count > (bytes_.size() - offset) / sizeof(T) || offset % alignof(T) != 0) return nullptr;
    return reinterpret_cast<const T*>(bytes_.data() + offset);
  }
  std::string_view text(std::uint64_t offset) const {
    if (offset >= bytes_.size()) return {};
    const char* begin = bytes_.data() + offset;
    return {begin, strnlen(begin, bytes_.size() - offset)};
  }

 private:
  std::string_view bytes_;
  bool found_ = false;
};

}  // namespace

std::string_view base_name(std::string_view path) {
  if (auto slash = path.rfind('/'); slash != path.npos) path.remove_prefix(slash + 1);
  if (path.ends_with(".so")) path.remove_suffix(3);
  return path;
}

std::vector<std::string> own_module_folders() {
  std::vector<std::string> folders;
  if (const char* list = std::getenv("KUKINI_MODULE_PATH")) {
    std::string_view rest = list;
    while (!rest.empty()) {
      auto colon = rest.find(':');
      if (colon != 0) folders.emplace_back(rest.substr(0, colon));
      rest.remove_prefix(colon == rest.npos ? rest.size() : colon + 1);
    }
  }
  char exe[PATH_MAX];
  ssize_t n = readlink("/proc/self/exe", exe, sizeof exe);
  if (n > 0) {
    std::string at(exe, static_cast<std::size_t>(n));
    at.resize(at.rfind('/'));
    folders.push_back(at + "/../lib/kukini/modules");
  }
  folders.emplace_back(KUKINI_MODULE_DIR);
  return folders;
}

ObjectKind inspect_object(const std::string& path) {
  Mapped file(path);
  if (!file.found()) return ObjectKind::missing;
  const auto* header = file.at<Elf64_Ehdr>(0);
  if (header == nullptr || std::memcmp(header->e_ident, ELFMAG, SELFMAG) != 0 || header->e_ident[EI_CLASS] != ELFCLASS64 ||
      header->e_type != ET_DYN)
    return ObjectKind::not_an_object;
  const auto* sections = file.at<Elf64_Shdr>(header->e_shoff, header->e_shnum);
  if (sections == nullptr) return ObjectKind::not_an_object;
  for (unsigned i = 0; i < header->e_shnum; ++i) {
    const auto& s = sections[i];
    if (s.sh_type != SHT_DYNSYM || s.sh_link >= header->e_shnum) continue;
    std::uint64_t count = s.sh_size / sizeof(Elf64_Sym);
    const auto* symbols = file.at<Elf64_Sym>(s.sh_offset, count);
    if (symbols == nullptr) return ObjectKind::not_an_object;
    for (std::uint64_t k = 0; k < count; ++k)
      if (symbols[k].st_shndx != SHN_UNDEF && file.text(sections[s.sh_link].sh_offset + symbols[k].st_name) == "kukini_module")
        return ObjectKind::ours;
  }
  return ObjectKind::foreign;
}

}  // namespace kukini::registry
