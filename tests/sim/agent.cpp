// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// What caller and callees share.
#include "agent.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sip/encode.hpp"

namespace kukini::simtest {

std::vector<std::string> values(const sip::Message& m, sip::HeaderType type) {
  std::vector<std::string> out;
  for (const auto* v = m.first_addr(type); v != nullptr; v = m.next_addr(v)) out.emplace_back(v->text);
  return out;
}

std::string request(std::string_view method, std::string_view ruri, std::string_view via, std::string_view branch, std::string_view from, std::string_view to,
                    std::string_view call_id, unsigned cseq, const std::vector<std::string>& routes, std::string_view more, std::string_view body) {
  auto text = fmt::format("{} {} SIP/2.0\r\nVia: SIP/2.0/UDP {};branch={}\r\n", method, ruri, via, branch);
  for (const auto& r : routes) text += "Route: " + r + "\r\n";
  text += fmt::format("Max-Forwards: 70\r\nFrom: {}\r\nTo: {}\r\nCall-ID: {}\r\nCSeq: {} {}\r\n{}Content-Length: {}\r\n\r\n{}", from, to, call_id, cseq, method,
                      more, body.size(), body);
  return text;
}

Agent::Agent(sim::Network& network, std::string_view ip, const io::Address& proxy, Report& report)
    : endpoint_(network.add_endpoint(ip, 5060, [this](sim::Endpoint&, const sim::Packet& p) { receive(p); })),
      proxy_(proxy),
      name_(endpoint_.address().to_string()),
      report_(report) {}

void Agent::after(unsigned ms, std::function<void()> task) {
  endpoint_.after(ms, [this, epoch = epoch_, task = std::move(task)] {
    if (epoch == epoch_) task();
  });
}

void Agent::crash() {
  ++epoch_;
  clients_.clear();
  endpoint_.crash();
}

std::string Agent::new_branch() { return fmt::format("z9hG4bK-{}-{}", endpoint_.address().bytes[3], ++branches_); }

void Agent::send_request(std::string text, std::string branch, std::function<void(int)> done) {
  auto client = std::make_shared<Client>();
  client->text = std::move(text);
  client->done = std::move(done);
  // CANCEL has the branch of its INVITE.
  auto method = client->text.substr(0, client->text.find(' '));
  clients_[method + " " + branch] = client;
  send(client->text);
  repeat(client);
}

void Agent::repeat(std::shared_ptr<Client> client) {
  auto step = std::min(client->interval, kTimerB - client->waited);
  after(step, [this, client, step] {
    if (client->over) return;
    client->waited += step;
    if (client->waited >= kTimerB) {
      client->over = true;
      client->done(0);
      return;
    }
    client->interval = std::min(client->interval * 2, kT2);
    send(client->text);
    repeat(client);
  });
}

void Agent::bye(Dialog& d, std::function<void(int)> done) {
  auto branch = new_branch();
  send_request(request("BYE", d.target, name_, branch, d.local, d.remote, d.call_id, ++d.cseq, d.routes), branch, std::move(done));
}

void Agent::receive(const sim::Packet& packet) {
  Parsed parsed(packet.bytes);
  if (parsed.message == nullptr) {
    report_.problem(fmt::format("{} received something that is no valid SIP message: {}", name_, packet.bytes.substr(0, 60)));
    return;
  }
  const auto& m = *parsed.message;
  if (m.is_request()) return on_request(m, packet.from);
  const auto* via = m.via();
  const auto* cseq = m.cseq();
  if (via == nullptr || cseq == nullptr || via->sent_by != name_) {
    report_.problem(fmt::format("{} received a reply that is not for it: {}, Via {}", name_, m.first_line(), via != nullptr ? via->text : "none"));
    return;
  }
  if (cseq->method == sip::Method::invite) return on_reply(m);
  auto it = clients_.find(std::string(cseq->method_text) + " " + std::string(via->branch));
  if (it == clients_.end()) {
    if (epoch_ == 0) report_.problem(fmt::format("{} received a reply to a request it never sent: {} {}", name_, m.first_line(), cseq->method_text));
    return;
  }
  auto& client = *it->second;
  if (m.status_code() < 200 || client.over) return;
  client.over = true;
  client.done(m.status_code());
}

std::string Agent::reply_text(const sip::Message& m, int code, std::string_view tag, std::string_view more, std::string_view body) const {
  std::string out(m.bytes().size() + more.size() + body.size() + 512, '\0');
  sip::ReplyOptions options;
  options.to_tag = tag;
  options.header_lines = more;
  options.body = body;
  options.content_type = body.empty() ? "" : "application/sdp";
  out.resize(sip::build_reply(out, m, code, sip::reason_phrase(code), options));
  return out;
}

}  // namespace kukini::simtest
