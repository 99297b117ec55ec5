// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Branches and state memory of a Context; sleeping.
#include "sdk/context.hpp"

#include <unistd.h>

#include "sdk/text.hpp"
#include "sdk/worker.hpp"
#include "sip/encode.hpp"

namespace kukini::sdk {

std::size_t g_max_branches = kMaxBranches;

bool Context::add_branch(const Branch& branch) {
  if (branch_count >= g_max_branches) return false;
  if (branches == nullptr) branches = arena->make_array<Branch>(kMaxBranches).data();
  branches[branch_count++] = branch;
  return true;
}

void Context::mark_via() {
  if (has(ProcessingFlag::via_marked) || msg == nullptr || !msg->is_request() || flow.remote.family == io::Family::none) return;
  set(ProcessingFlag::via_marked);
  char ip[48];
  sip::Source source;
  source.address = arena->copy({ip, flow.remote.write_ip(ip, false)});
  source.port = flow.remote.port;
  source.force_rport = has(ProcessingFlag::force_rport);
  sip::add_received_rport(*msg, *edits, source, *arena);
}

base::Arena& Context::state_arena() {
  if (state->arena == nullptr) state->arena = worker->acquire_arena();
  return *state->arena;
}

namespace {
struct SleepTimer : Timer {
  Resume resume;
};
}  // namespace

void Worker::sleep(unsigned ms) {
  SleepTimer timer;
  timer.fire = [](Timer& t, Worker&) { static_cast<SleepTimer&>(t).resume(); };
  park([&](Resume resume) {
    timer.resume = std::move(resume);
    timers().arm(timer, now_ms() + ms);
  });
  timers().cancel(timer);  // still armed when the server ends before
}

std::string_view Worker::reply_lines(const sip::Message& request, const io::Flow& from, std::string_view ruri, base::Arena& arena) const {
  if (!sip_warning_) return server_line_;
  int vias = 0;
  for (const auto* via = request.via(); via != nullptr; via = request.next_via(via)) ++vias;
  TextBuilder line(arena, 256);
  line << server_line_ << "Warning: 392 " << from.local.ip(true) << ':' << static_cast<unsigned>(from.local.port)
       << " \"Noisy feedback tells:  pid=" << static_cast<int>(getpid()) << " req_src_ip=" << from.remote.ip(true)
       << " req_src_port=" << static_cast<unsigned>(from.remote.port) << " in_uri=" << request.ruri() << " out_uri=" << (ruri.empty() ? request.ruri() : ruri)
       << " via_cnt==" << vias << "\"\r\n";
  return line.view();
}

}  // namespace kukini::sdk
