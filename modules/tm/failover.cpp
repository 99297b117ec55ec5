// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The next address of a name (RFC 3263 §4.3): when nothing comes from the one that was tried, or 503.
#include <algorithm>

#include "base/text.hpp"
#include "stored_request.hpp"
#include "via_line.hpp"

namespace kukini::modules::tm {

/// "code=403;code=501;class=5"
Result<> FailoverCodes::parse(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    auto end = std::min(text.find(';', at), text.size());
    auto item = base::trim(text.substr(at, end - at));
    at = end + 1;
    if (item.empty()) continue;
    auto equals = item.find('=');
    auto name = base::trim(item.substr(0, equals));
    auto number = equals != item.npos ? base::to_number<int>(base::trim(item.substr(equals + 1))) : std::nullopt;
    if (name == "code" && number && *number >= 300 && *number <= 699) codes.push_back(static_cast<std::uint16_t>(*number));
    else if (name == "class" && number && *number >= 3 && *number <= 6) classes |= 1u << *number;
    else return Error{fmt::format("\"{}\" is neither code=300…699 nor class=3…6", item)};
  }
  return {};
}

bool FailoverCodes::has(int code) const {
  return code == 503 || (classes >> (code / 100) & 1) != 0 || std::find(codes.begin(), codes.end(), code) != codes.end();
}

namespace {
/// The request as it was sent, by another branch: our Via gets the branch `id`, and where `via` is not empty its start up to there.
std::size_t with_branch(std::string_view sent, std::string_view old_id, std::string_view id, std::string_view via, std::span<char> out) {
  auto from = sent.find("\r\n");
  auto at = from != sent.npos ? sent.find(old_id, from) : sent.npos;
  if (at == sent.npos || out.size() < sent.size() + id.size() + via.size()) return 0;
  from += 2;
  auto* p = out.data();
  auto put = [&p](std::string_view text) { p = std::copy(text.begin(), text.end(), p); };
  put(via.empty() ? sent.substr(0, at) : sent.substr(0, from));
  put(via.empty() ? id : via);
  put(sent.substr(at + old_id.size()));
  return static_cast<std::size_t>(p - out.data());
}
}  // namespace

/// A branch that has failed goes on at the next address: a new branch with what it had sent. False where there is none; else the failed
/// one does not count any more.
bool Tm::try_next_address(Transaction& t, std::uint8_t index) {
  auto* old = t.branches[index].get();
  if (old->next == nullptr || old->cancel || old->cancel_wanted || t.canceled || t.local || t.uas_status >= 200 || t.options.disable_failover) return false;
  auto& worker = *t.home->worker;
  if (auto life = lifetime_ms(t); life != 0 && worker.now_ms() >= t.created_ms + life) return false;
  ArenaLease lease(worker);
  while (old->next != nullptr && !old->next->flows.empty() && t.branches.size() <= kMaxBranches) {
    auto to = old->next->flows.back();
    old->next->flows.pop_back();
    if (t.key.method != sip::Method::bye && worker.is_blocked(to.remote)) continue;
    auto made = std::make_unique<UacBranch>();
    auto number = static_cast<std::uint8_t>(t.branches.size());
    made->blind = old->blind;
    made->flags = old->flags;
    made->flow = to;
    made->retransmit.owner = made->final_response.owner = &t;
    made->retransmit.index = made->final_response.index = number;
    made->ruri.assign(old->ruri.view());
    made->dst_uri.assign(old->dst_uri.view());
    char old_id[kBranchIdSize], id[kBranchIdSize];
    auto old_size = write_branch_id(old_id, {t.slot, t.label, index}), size = write_branch_id(id, {t.slot, t.label, number});
    ViaLine line(worker, to, {t.slot, t.label, number});
    bool same_socket = to.socket == old->flow.socket && to.protocol == old->flow.protocol;
    auto via = same_socket ? std::string_view{} : line.view().substr(0, line.view().size() - 2);
    auto room = (*lease).make_array<char>(old->request.view().size() + line.view().size() + sizeof id);
    auto n = with_branch(old->request.view(), {old_id, old_size}, {id, size}, via, room);
    if (n == 0) return false;
    made->request.assign({room.data(), n});
    if (worker.has_onsend() && t.request != nullptr) {
      StoredRequest stored(*this, t, index);
      if (stored.context.msg == nullptr || !worker.run_onsend(stored.context, to, made->request.view())) continue;
    }
    if (!worker.transport().send(to, made->request.view())) {
      worker.block(to.remote);
      continue;
    }
    if (!old->next->flows.empty()) made->next = std::move(old->next);
    old->next.reset();
    old->forgotten = true;
    t.branches.push_back(std::move(made));
    start_branch_timers(t, number);
    worker.count(counters.failovers);
    return true;
  }
  return false;
}

}  // namespace kukini::modules::tm
