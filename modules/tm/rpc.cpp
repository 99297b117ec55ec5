// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Control commands. They run on the control thread and reach transactions by posting to the workers.
#include <algorithm>
#include <array>
#include <future>

#include "engine.hpp"

namespace kukini::modules::tm {

namespace {

/// Runs `look` on every worker, one after the other, and waits for each (at most two seconds).
template <class R>
std::vector<R> on_workers(Tm& tm, std::function<R(Tm&, WorkerState&)> look) {
  std::vector<R> all;
  for (unsigned i = 0; i < tm.host->worker_count(); ++i) {
    auto done = std::make_shared<std::promise<R>>();
    auto result = done->get_future();
    tm.host->post_to_worker(i, [&tm, look, done](Worker& worker) { done->set_value(look(tm, tm.at(worker))); });
    if (result.wait_for(std::chrono::seconds(2)) == std::future_status::ready) all.push_back(result.get());
  }
  return all;
}

}  // namespace

void Tm::bind_rpc(Binder& b) {
  b.rpc("tm.stats", [this](RpcCall& call) {
    constexpr const char* names[] = {"current", "waiting", "total", "total_local", "rpl_received", "rpl_generated", "rpl_sent",
                                     "6xx",     "5xx",     "4xx",   "3xx",         "2xx",          "created",       "freed"};
    RpcStruct s;
    for (std::size_t i = 0; i < std::size(names); ++i) s.emplace_back(names[i], RpcValue(read[i]()));
    s.emplace_back("delayed_free", RpcValue(0));
    call.add(std::move(s));
  });
  b.rpc("tm.clean", [this](RpcCall&) { on_workers<std::size_t>(*this, [](Tm& tm, WorkerState& ws) { return tm.clean(ws); }); });
  b.rpc("tm.hash_stats", [this](RpcCall& call) {
    using Sizes = std::array<std::size_t, 3>;
    auto sizes = on_workers<Sizes>(*this, [](Tm&, WorkerState& ws) { return Sizes{ws.table.size(), ws.absorbed.size(), ws.table.longest()}; });
    RpcStruct s;
    for (std::size_t i = 0; i < sizes.size(); ++i) {
      auto name = "worker_" + std::to_string(i);
      s.emplace_back(name, RpcValue(sizes[i][0]));
      s.emplace_back(name + "_kept", RpcValue(sizes[i][1]));
      s.emplace_back(name + "_longest_chain", RpcValue(sizes[i][2]));
    }
    call.add(std::move(s));
  });
  b.rpc("tm.list", [this](RpcCall& call) {
    auto lists = on_workers<std::vector<RpcStruct>>(*this, [](Tm& tm, WorkerState& ws) {
      std::vector<RpcStruct> out;
      for (const auto* t : ws.table.slots()) {
        if (t == nullptr) continue;
        RpcStruct s;
        s.emplace_back("tindex", RpcValue(tm.view(*t).hash));
        s.emplace_back("tlabel", RpcValue(static_cast<std::uint32_t>(t->label)));
        s.emplace_back("method", RpcValue(t->key.method_text));
        s.emplace_back("callid", RpcValue(t->key.call_id));
        s.emplace_back("cseq", RpcValue(t->key.cseq));
        s.emplace_back("uas_request", RpcValue(t->local ? "no" : "yes"));
        s.emplace_back("tflags", RpcValue(t->canceled ? 1 : 0));
        s.emplace_back("outgoings", RpcValue(t->branches.size()));
        s.emplace_back("ref_count", RpcValue(static_cast<unsigned>(t->depth)));
        s.emplace_back("lifetime", RpcValue(ws.worker->now_ms() - t->created_ms));
        out.push_back(std::move(s));
      }
      return out;
    });
    for (auto& list : lists)
      for (auto& s : list) call.add(std::move(s));
  });
  b.rpc("tm.cancel", [this](RpcCall& call) {
    if (!call.has(1)) return call.fault(400, "Too few parameters: callid and cseq are needed");
    auto call_id = call.text(0), cseq = call.text(1);
    auto found = on_workers<bool>(*this, [call_id, cseq](Tm& tm, WorkerState& ws) {
      for (auto* t : ws.table.slots())
        if (t != nullptr && t->key.call_id == call_id && std::to_string(t->key.cseq) == cseq.substr(0, cseq.find(' ')) && tm.cancel(*t)) return true;
      return false;
    });
    if (std::find(found.begin(), found.end(), true) == found.end()) call.fault(404, "Transaction not found");
  });
}

}  // namespace kukini::modules::tm
