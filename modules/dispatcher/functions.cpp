// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The script functions, but for ds_is_from_list().
#include "base/text.hpp"
#include "dispatcher.hpp"
#include "sdk/text.hpp"

namespace kukini::modules::dispatcher {

using sdk::Args;
using sdk::Context;
using sdk::Level;
using sdk::XavpList;

namespace {

std::int64_t number(Args args, std::size_t i, std::int64_t otherwise = 0) { return i < args.size() ? sdk::number_of(args[i].value) : otherwise; }

/// A field of the newest _dsdst_; null where there is none.
const sdk::Xavp* field(const sdk::Xavp* x, sdk::NameId name) { return x != nullptr ? XavpList::find_in(x->value.list, name) : nullptr; }

constexpr std::int64_t kParallelForking = 12, kByCallLoad = 10;

}  // namespace

int Dispatcher::do_select(Context& c, Args args, Push push) {
  auto id = number(args, 0), algorithm = number(args, 1), limit = number(args, 2);
  if (push == Push::dst_uri && settings_.force_dst == 0 && !c.target.dst_uri.empty()) {
    sdk::log(Level::error, "dispatcher", "the destination is already set to [{}] and force_dst is 0", c.target.dst_uri);
    return -1;
  }
  const Set* set = snapshot(*c.worker).find(static_cast<int>(id));
  if (set == nullptr) {
    sdk::log(Level::error, "dispatcher", "destination set [{}] not found", id);
    return -1;
  }
  Selection chosen;
  if (algorithm == kParallelForking) {
    bool failover = settings_.failover();
    auto n = set->destinations.size();
    chosen.set = set;
    chosen.order = c.arena->make_array<std::uint32_t>(n);
    std::size_t used = 0;
    for (std::uint32_t i = 0; i < n && (limit <= 0 || used < static_cast<std::size_t>(limit)); ++i)
      if (set->destinations[i].usable()) chosen.order[used++] = i;
    if (used == 0) return -1;
    const auto& first = set->destinations[chosen.order[0]];
    if (!use(c, first.uri, first.socket, Push::dst_uri)) return -1;
    for (std::size_t k = 1; k < used; ++k) {
      const auto& d = set->destinations[chosen.order[k]];
      sdk::Branch branch;
      branch.ruri = c.ruri();
      branch.dst_uri = c.arena->copy(d.uri);
      branch.send_socket = d.socket >= 0 ? d.socket : settings_.default_socket_id;
      if (!c.add_branch(branch)) {
        sdk::log(Level::warning, "dispatcher", "more than {} destinations in group {}: the rest is left out", sdk::kMaxBranches + 1, set->id);
        break;
      }
    }
    if (failover) store_count(c, 0);
    return 1;
  }
  if (!select(c, *set, algorithm, limit, chosen)) return -1;
  store(c, chosen, algorithm == kByCallLoad);
  store_count(c, static_cast<std::int64_t>(chosen.order.size()));
  const auto& first = set->destinations[chosen.order[0]];
  return use(c, first.uri, first.socket, push) ? 1 : -1;
}

int Dispatcher::select_routes(Context& c, Args args) {
  auto rules = sdk::text_of(c, args[0].value);
  auto mode = sdk::text_of(c, args[1].value);
  auto limit = number(args, 2);
  Push push;
  switch (mode.empty() ? '0' : base::to_lower(mode[0])) {
    case '0': case 'd': push = Push::dst_uri; break;
    case '1': case 'r': push = Push::ruri; break;
    case '2': case 'x': push = Push::nowhere; break;
    default:
      sdk::log(Level::error, "dispatcher", "ds_select_routes: mode \"{}\" is none of d, r, x", mode);
      return -1;
  }
  const auto& list = snapshot(*c.worker);
  constexpr std::size_t kMaxRules = 32;
  Selection chosen[kMaxRules];
  bool by_load[kMaxRules] = {};
  std::size_t used = 0;
  std::int64_t total = 0;
  while (!rules.empty()) {
    auto end = std::min(rules.find(';'), rules.size());
    auto rule = base::trim(rules.substr(0, end));
    rules.remove_prefix(std::min(end + 1, rules.size()));
    if (rule.empty()) continue;
    auto equal = rule.find('=');
    auto id = base::to_number<int>(base::trim(rule.substr(0, equal)));
    auto algorithm = equal == std::string_view::npos ? std::nullopt : base::to_number(base::trim(rule.substr(equal + 1)));
    if (!id || !algorithm) {
      sdk::log(Level::error, "dispatcher", "ds_select_routes: \"{}\" is not group=algorithm", rule);
      return -1;
    }
    if (limit > 0 && total >= limit) break;
    const Set* set = list.find(*id);
    if (set == nullptr || used == kMaxRules || !select(c, *set, *algorithm, limit > 0 ? limit - total : 0, chosen[used])) continue;
    by_load[used] = *algorithm == kByCallLoad;
    total += static_cast<std::int64_t>(chosen[used++].order.size());
  }
  if (used == 0) return -1;
  for (std::size_t i = used; i-- > 0;) store(c, chosen[i], by_load[i]);  // the newest XAVP comes first
  store_count(c, total);
  const auto& first = chosen[0].set->destinations[chosen[0].order[0]];
  return use(c, first.uri, first.socket, push) ? 1 : -1;
}

int Dispatcher::set_current(Context& c, Push push) {
  const auto& f = settings_.field;
  const auto* now = c.state->xavps.find(settings_.dst_xavp);
  const auto* uri = field(now, f.uri);
  if (uri == nullptr || uri->value.value.s.empty()) return -1;
  const auto* sock = field(now, f.sock);
  return use(c, uri->value.value.s, sock != nullptr ? find_socket(sockets_, sock->value.value.s) : -1, push) ? 1 : -1;
}

int Dispatcher::next(Context& c, Push push) {
  auto& state = *c.state;
  if (state.xavps.find(settings_.dst_xavp) == nullptr) return -1;
  state.xavps.remove(settings_.dst_xavp);
  const auto& a = settings_.avp;
  for (auto name : {a.dst, a.attrs, a.sock, a.dstid})
    if (name != 0) state.avps.remove(name);
  const auto* now = state.xavps.find(settings_.dst_xavp);
  if (now == nullptr) return -1;
  if (const auto* id = field(now, settings_.field.dstid); id != nullptr && settings_.call_load()) {
    const auto* uri = field(now, settings_.field.uri);
    const auto* group = field(now, settings_.field.grp);
    if (uri != nullptr && group != nullptr)
      if (const auto* d = snapshot(*c.worker).find(static_cast<int>(group->value.value.i), uri->value.value.s))
        mine(*c.worker).calls.set(c.msg->call_id(), d->live, c.worker->now_ms() + static_cast<std::uint64_t>(settings_.hash_initexpire) * 1000);
  }
  return set_current(c, push);
}

int Dispatcher::mark_dst(Context& c, Args args) {
  std::uint32_t wanted = kInactive;
  if (!args.empty()) {
    auto text = sdk::text_of(c, args[0].value);
    auto parsed = parse_mark(text);
    if (!parsed) {
      sdk::log(Level::error, "dispatcher", "ds_mark_dst: \"{}\" is no state: letters a, i, t, d and p are known", text);
      return -1;
    }
    wanted = *parsed;
  } else if (static_cast<ProbingMode>(settings_.probing_mode) == ProbingMode::all) {
    wanted |= kProbing;
  }
  const auto* now = c.state->xavps.find(settings_.dst_xavp);
  const auto* uri = field(now, settings_.field.uri);
  const auto* group = field(now, settings_.field.grp);
  if (uri == nullptr || group == nullptr) return -1;
  const auto* d = snapshot(*c.worker).find(static_cast<int>(group->value.value.i), uri->value.value.s);
  if (d == nullptr) return -1;
  change_state(*c.worker, *d, wanted, By::script, c.reply_code, {});
  return 1;
}

int Dispatcher::mark_addr(Context& c, Args args) {
  auto wanted = parse_mark(sdk::text_of(c, args[0].value));
  if (!wanted) return -1;
  const auto* d = snapshot(*c.worker).find(static_cast<int>(number(args, 1)), sdk::text_of(c, args[2].value));
  if (d == nullptr) return -1;
  change_state(*c.worker, *d, *wanted, By::script, c.reply_code, {});
  return 1;
}

int Dispatcher::list_exists(Context& c, Args args) { return snapshot(*c.worker).find(static_cast<int>(number(args, 0))) != nullptr ? 1 : -1; }

int Dispatcher::is_active(Context& c, Args args) {
  const Set* set = snapshot(*c.worker).find(static_cast<int>(number(args, 0)));
  if (set == nullptr) return -1;
  auto uri = args.size() > 1 ? sdk::text_of(c, args[1].value) : std::string_view();
  for (const auto& d : set->destinations)
    if ((uri.empty() || d.uri == uri) && d.usable()) return 1;
  return -1;
}

int Dispatcher::load_update(Context& c, Args) {
  if (!settings_.call_load()) return 1;
  auto& calls = mine(*c.worker).calls;
  auto id = c.msg->call_id();
  if (c.msg->is_request()) {
    auto method = c.msg->method();
    if (method == sip::Method::bye || method == sip::Method::cancel) calls.remove(id);
    return 1;
  }
  if (c.msg->transaction_method() == sip::Method::invite && c.msg->status_code() / 100 == 2)
    calls.confirm(id, c.worker->now_ms() + static_cast<std::uint64_t>(settings_.hash_expire) * 1000);
  return 1;
}

int Dispatcher::load_unset(Context& c, Args) {
  if (settings_.call_load()) mine(*c.worker).calls.remove(c.msg->call_id());
  return 1;
}

/// The file is read on a thread of its own while the script is parked.
int Dispatcher::script_reload(Context& c, Args) {
  if (!reload_allowed()) {
    sdk::log(Level::error, "dispatcher", "ds_reload: ongoing reload");
    return -1;
  }
  bool ok = false;
  bool parked = c.worker->park([&](sdk::Resume resume) {
    auto* worker = c.worker;
    std::jthread thread([this, &ok, worker, resume = std::move(resume)]() mutable {
      auto done = reload();
      if (!done) sdk::log(Level::error, "dispatcher", "ds_reload: {}", done.error());
      ok = static_cast<bool>(done);
      worker->post([resume = std::move(resume)](sdk::Worker&) { resume(); });
    });
    std::lock_guard lock(reload_mutex_);
    reloads_.clear();
    reloads_.push_back(std::move(thread));
  });
  return parked && ok ? 1 : -1;
}

int Dispatcher::fetch_group(Context& c, Args args) {
  auto& out = mine(*c.worker).fetched;
  out = {};
  const Set* set = snapshot(*c.worker).find(static_cast<int>(number(args, 0)));
  if (set == nullptr) return -1;
  out.valid = true;
  for (const auto& d : set->destinations) {
    ++out.count;
    ++(d.usable() ? out.active : out.inactive);
  }
  return 1;
}

int Dispatcher::fetch_uri(Context& c, Args args) {
  int rc = fetch_group(c, args);
  if (rc < 0) return rc;
  const auto* d = snapshot(*c.worker).find(static_cast<int>(number(args, 0)), sdk::text_of(c, args[1].value));
  if (d == nullptr) return -1;
  auto& out = mine(*c.worker).fetched;
  out.rate = d->live->overload.rate;
  out.sequence = d->live->overload.sequence;
  out.seconds = d->live->overload.seconds;
  out.microseconds = d->live->overload.microseconds;
  return 1;
}

/// ds_oc_set_attrs(group, uri, rate, time, sequence): kept for $dsg(); nothing is held back by it yet.
int Dispatcher::set_overload(Context& c, Args args) {
  const auto* d = snapshot(*c.worker).find(static_cast<int>(number(args, 0)), sdk::text_of(c, args[1].value));
  if (d == nullptr) return -1;
  auto& o = d->live->overload;
  auto wall = c.worker->clock().wall_us() + number(args, 3) * 1000;
  o.rate = number(args, 2);
  o.seconds = wall / 1'000'000;
  o.microseconds = wall % 1'000'000;
  o.sequence = number(args, 4);
  return 1;
}

void Dispatcher::bind_functions(sdk::Binder& b) {
  using D = Dispatcher;
  b.method<D, &D::select_dst>("ds_select_dst", this);
  b.method<D, &D::select_domain>("ds_select_domain", this);
  b.method<D, &D::select_only>("ds_select", this);
  b.method<D, &D::select_routes>("ds_select_routes", this);
  b.method<D, &D::next_dst>("ds_next_dst", this);
  b.method<D, &D::next_domain>("ds_next_domain", this);
  b.method<D, &D::set_dst>("ds_set_dst", this);
  b.method<D, &D::set_domain>("ds_set_domain", this);
  b.method<D, &D::mark_dst>("ds_mark_dst", this);
  b.method<D, &D::mark_addr>("ds_mark_addr", this);
  b.method<D, &D::list_exists>("ds_list_exists", this);
  b.method<D, &D::list_exists>("ds_list_exist", this);
  b.method<D, &D::is_from_list>("ds_is_from_list", this);
  b.method<D, &D::is_active>("ds_is_active", this);
  b.method<D, &D::load_update>("ds_load_update", this);
  b.method<D, &D::load_unset>("ds_load_unset", this);
  b.method<D, &D::script_reload>("ds_reload", this);
  b.method<D, &D::fetch_group>("ds_dsg_fetch", this);
  b.method<D, &D::fetch_uri>("ds_dsg_fetch_uri", this);
  b.method<D, &D::set_overload>("ds_oc_set_attrs", this);
}

}  // namespace kukini::modules::dispatcher
