// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The event loop of the virtual network and the fate of each datagram.
#include "sim/network.hpp"

#include <algorithm>

#include "sim/sim_host.hpp"

namespace kukini::sim {

namespace {
io::Address without_port(io::Address a) {
  a.port = 0;
  return a;
}
}  // namespace

void Endpoint::send(const io::Address& to, std::string_view bytes) {
  if (alive_) network_->inject(address_, to, bytes);
}

void Endpoint::after(unsigned ms, std::function<void()> task) {
  network_->at(network_->now_ms() + ms, [this, task = std::move(task)] {
    if (alive_) task();
  });
}

Network::Network(std::uint64_t seed) : random_state_(seed * 0x9E3779B97F4A7C15ull + 1) {}
Network::~Network() = default;

io::Host* Network::add_host(std::vector<std::string> addresses) {
  hosts_.push_back(std::make_unique<SimHost>(*this, std::move(addresses)));
  return hosts_.back().get();
}

Endpoint& Network::add_endpoint(std::string_view ip, std::uint16_t port, Endpoint::OnPacket on_packet) {
  auto endpoint = std::make_unique<Endpoint>();
  endpoint->network_ = this;
  endpoint->address_ = io::Address::parse(ip, port).value_or(io::Address{});
  endpoint->on_packet = std::move(on_packet);
  endpoints_.push_back(std::move(endpoint));
  return *endpoints_.back();
}

void Network::attach(std::function<bool()> step, std::function<std::uint64_t()> next_due) {
  steppers_.push_back({std::move(step), std::move(next_due)});
}

void Network::set_link(const io::Address& from, const io::Address& to, const Link& link) {
  links_[{without_port(from), without_port(to)}] = link;
}

void Network::partition(const io::Address& a, const io::Address& b, bool on) {
  for (auto key : {std::pair(without_port(a), without_port(b)), std::pair(without_port(b), without_port(a))}) {
    auto [link, added] = links_.try_emplace(key, default_link_);
    link->second.cut = on;
  }
}

void Network::add_name(std::string name, std::vector<io::Resolved> answers) { names_[std::move(name)] = std::move(answers); }

std::uint64_t Network::random() {
  // splitmix64
  std::uint64_t z = (random_state_ += 0x9E3779B97F4A7C15ull);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
  return z ^ (z >> 31);
}

bool Network::chance(double p) { return p > 0 && static_cast<double>(random() >> 11) < p * 9007199254740992.0; }

std::int64_t Network::wall_us() const { return 1'700'000'000'000'000 + static_cast<std::int64_t>(now_ms_) * 1000 + wall_offset_us_; }

void Network::at(std::uint64_t due_ms, std::function<void()> task) {
  events_.push_back({std::max(due_ms, now_ms_), order_++, std::move(task)});
  std::push_heap(events_.begin(), events_.end());
}

void Network::record(Fate fate, const io::Address& from, const io::Address& to, std::string_view bytes) {
  auto mix = [this](std::uint64_t v) { digest_ = (digest_ ^ v) * 0x100000001b3ull; };
  mix(now_ms_);
  mix(static_cast<std::uint64_t>(fate));
  mix(from.hash());
  mix(to.hash());
  for (char c : bytes) mix(static_cast<unsigned char>(c));
  if (tracing_) trace_.push_back({now_ms_, fate, from, to, std::string(bytes)});
}

void Network::inject(const io::Address& from, const io::Address& to, std::string_view bytes) {
  auto found = links_.find({without_port(from), without_port(to)});
  const Link link = found != links_.end() ? found->second : default_link_;
  ++counts_.sent;
  record(Fate::sent, from, to, bytes);
  if (link.cut) {
    ++counts_.cut;
    record(Fate::cut, from, to, {});
    return;
  }
  if (chance(link.loss)) {
    ++counts_.lost;
    record(Fate::lost, from, to, {});
    return;
  }
  unsigned copies = 1;
  if (chance(link.duplicate)) {
    copies = 2;
    ++counts_.duplicated;
    record(Fate::duplicated, from, to, {});
  }
  for (unsigned i = 0; i < copies; ++i) {
    std::uint64_t delay = link.delay_ms + (link.jitter_ms != 0 ? random() % (link.jitter_ms + 1) : 0);
    at(now_ms_ + delay, [this, from, to, text = std::string(bytes)] { deliver(from, to, text); });
  }
}

void Network::deliver(const io::Address& from, const io::Address& to, const std::string& bytes) {
  for (auto& e : endpoints_) {
    if (e->address_ != to) continue;
    if (!e->alive_) break;
    ++counts_.delivered;
    record(Fate::delivered, from, to, bytes);
    e->on_packet(*e, {from, to, bytes});
    return;
  }
  for (auto& receive : receivers_) {
    if (!receive(from, to, bytes)) continue;
    ++counts_.delivered;
    record(Fate::delivered, from, to, bytes);
    return;
  }
  ++counts_.nobody;
  record(Fate::nobody, from, to, {});
}

std::uint64_t Network::next_event() const {
  std::uint64_t next = events_.empty() ? UINT64_MAX : events_.front().due_ms;
  for (const auto& s : steppers_) next = std::min(next, s.next_due());
  return next;
}

bool Network::run_ready() {
  bool any = false;
  while (!events_.empty() && events_.front().due_ms <= now_ms_) {
    std::pop_heap(events_.begin(), events_.end());
    auto task = std::move(events_.back().task);
    events_.pop_back();
    task();
    any = true;
  }
  for (std::size_t i = 0; i < steppers_.size(); ++i) any = steppers_[i].step() || any;
  return any;
}

void Network::run_for(std::uint64_t ms) {
  run_until([] { return false; }, ms);
}

bool Network::run_until(const std::function<bool()>& done, std::uint64_t max_ms) {
  const std::uint64_t end = now_ms_ + max_ms;
  for (;;) {
    // A bound on turns without time passing: a server that never comes to rest would hang the test otherwise.
    for (int turn = 0; turn < 10000 && run_ready(); ++turn)
      if (done()) return true;
    if (done()) return true;
    std::uint64_t next = std::max(next_event(), now_ms_ + 1);
    if (next > end) {
      now_ms_ = std::max(now_ms_, end);
      while (run_ready()) {
        if (done()) return true;
        if (next_event() > now_ms_) break;
      }
      return done();
    }
    now_ms_ = next;
  }
}

}  // namespace kukini::sim
