// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The tutorial's config as printed: no error, and a warning for each retired or misleading thing.
#include <gtest/gtest.h>

#include <map>

#include "support.hpp"

namespace kukini::sema::test {
namespace {

TEST(Tutorial, WarnsOfWhatIsRetiredAndMisleading) {
  if (shared().empty()) GTEST_SKIP() << "no tutorial beside the checkout";
  for (const auto* name : {"tm", "sl", "rr", "pv", "maxfwd", "textops", "siputils", "xlog", "sanity", "dispatcher"})
    if (catalog().own_module(name) == nullptr) GTEST_SKIP() << "module " << name << " is not here";
  auto article = read(shared() / "tutorial.txt");
  auto from = article.find("#!KAMAILIO\n"), to = article.find("3. The dispatcher.list file");
  ASSERT_NE(from, std::string::npos);
  ASSERT_NE(to, std::string::npos);
  diag::Emitter emitter;
  check_text("kamailio.cfg", article.substr(from, to - from), emitter);
  auto shown = diag::render_all(emitter);
  EXPECT_EQ(emitter.errors(), 0u) << shown;
  std::map<std::string, int> count;
  for (const auto& d : emitter.all()) ++count[d.code];
  EXPECT_EQ(count, (std::map<std::string, int>{{"retired-modparam", 4}, {"misleading-algorithm", 1}})) << shown;
  for (const auto* name : {"dst_avp", "grp_avp", "cnt_avp", "sock_avp"})
    EXPECT_NE(shown.find("parameter '" + std::string(name) + "' of module 'dispatcher' is gone since Kamailio 5.2"), std::string::npos)
        << shown;
}

}  // namespace
}  // namespace kukini::sema::test
