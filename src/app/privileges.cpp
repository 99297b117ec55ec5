// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// setgroups, setresgid, setresuid, and the check that regaining fails.
#include "app/privileges.hpp"

#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "base/text.hpp"

namespace kukini::app {

namespace {

struct Ids {
  uid_t uid = getuid();
  gid_t gid = getgid();
};

base::Result<Ids> ids_of(const std::string& user, const std::string& group) {
  Ids ids;
  if (!user.empty()) {
    const passwd* pw = getpwnam(user.c_str());
    if (pw != nullptr) {
      ids = {pw->pw_uid, pw->pw_gid};
    } else if (auto n = base::to_number<uid_t>(user)) {
      ids.uid = *n;
      if (const passwd* by_id = getpwuid(ids.uid)) ids.gid = by_id->pw_gid;
    } else {
      return base::Error{"-u " + user + ": no such user"};
    }
  }
  if (!group.empty()) {
    const struct group* gr = getgrnam(group.c_str());
    if (gr != nullptr)
      ids.gid = gr->gr_gid;
    else if (auto n = base::to_number<gid_t>(group))
      ids.gid = *n;
    else
      return base::Error{"-g " + group + ": no such group"};
  }
  return ids;
}

}  // namespace

base::Result<> make_run_dir(const std::string& dir, const std::string& user, const std::string& group) {
  std::error_code error;
  bool made = std::filesystem::create_directories(dir, error);
  if (error) return base::Error{"cannot make the run directory " + dir + ": " + error.message() + " (another one: -Y DIR)"};
  if (!made || (user.empty() && group.empty())) return {};
  auto ids = ids_of(user, group);
  if (!ids) return base::Error{ids.error()};
  if (chown(dir.c_str(), ids->uid, ids->gid) != 0 || chmod(dir.c_str(), 0770) != 0)
    return base::Error{"cannot give the run directory " + dir + " to " + user + ": " + std::strerror(errno)};
  return {};
}

base::Result<> drop_privileges(const std::string& user, const std::string& group) {
  if (user.empty() && group.empty()) return {};
  auto ids = ids_of(user, group);
  if (!ids) return base::Error{ids.error()};
  auto [uid, gid] = *ids;
  if (uid == getuid() && gid == getgid() && geteuid() == uid) return {};
  auto failed = [](const char* what) { return base::Error{std::string("cannot change user or group: ") + what + ": " + std::strerror(errno)}; };
  if (geteuid() == 0 && setgroups(1, &gid) != 0) return failed("setgroups");
  if (setresgid(gid, gid, gid) != 0) return failed("setresgid");
  if (setresuid(uid, uid, uid) != 0) return failed("setresuid");
  uid_t r, e, s;
  if (getresuid(&r, &e, &s) != 0 || r != uid || e != uid || s != uid) return base::Error{"the user was not changed"};
  if (uid != 0 && (setuid(0) == 0 || seteuid(0) == 0)) return base::Error{"root could be regained after -u: refusing to run"};
  return {};
}

}  // namespace kukini::app
