// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Stateless replies (RFC 3261 §8.2.7) and the ACKs that answer them.
#include <algorithm>
#include <cstring>

#include "base/text.hpp"
#include "sdk/module.hpp"
#include "sdk/redirect.hpp"
#include "sdk/services/sl.hpp"
#include "sdk/services/tm.hpp"
#include "sdk/text.hpp"
#include "sdk/via.hpp"
#include "sip/encode.hpp"

namespace kukini::modules {
extern const manifest::Manifest kManifest_sl;

namespace {
using namespace sdk;

constexpr std::string_view kStatNames[] = {"1xx", "200", "202", "2xx", "300", "301", "302", "3xx", "400", "401", "403", "404",
                                           "407", "408", "483", "4xx", "500", "5xx", "6xx", "xxx"};
constexpr std::size_t kStats = std::size(kStatNames);

std::size_t stat_of(int code) {
  switch (code) {
    case 200: return 1;
    case 202: return 2;
    case 300: return 4;
    case 301: return 5;
    case 302: return 6;
    case 400: return 8;
    case 401: return 9;
    case 403: return 10;
    case 404: return 11;
    case 407: return 12;
    case 408: return 13;
    case 483: return 14;
    case 500: return 16;
    default: break;
  }
  switch (code / 100) {
    case 1: return 0;
    case 2: return 3;
    case 3: return 7;
    case 4: return 15;
    case 5: return 17;
    case 6: return 18;
    default: return 19;
  }
}

constexpr std::size_t kTagSize = 48;

struct WorkerState {
  std::string tag;  ///< 32 hexadecimal digits of this worker
  const Program* program = nullptr;  ///< the one that `response_route` and `ack_route` are of
  int response_route = -1, ack_route = -1;
};

class Sl final : public Module, public SlService, public RequestHooks {
 public:
  void bind(Binder& b) override {
    b.param("default_code", default_code_);
    b.param("default_reason", default_reason_);
    b.param("bind_tm", bind_tm_);
    for (auto name : {"rich_redirect", "event_callback_fl_ack", "event_callback_lres_sent"}) b.param_ignored(name);
    b.method<Sl, &Sl::send_stateless>("sl_send_reply", this);
    b.method<Sl, &Sl::send_stateless>("sl_reply", this);
    b.method<Sl, &Sl::send_any>("send_reply", this);
    b.method<Sl, &Sl::send_mode>("send_reply_mode", this);
    b.method<Sl, &Sl::error>("sl_reply_error", this);
    b.method<Sl, &Sl::error>("send_reply_error", this);
    b.method<Sl, &Sl::forward>("sl_forward_reply", this);
    b.variable("ltt", [](void* self, Context& c, const PvName& name) { return static_cast<Sl*>(self)->local_tag(c, name.inner); }, nullptr, this,
               [](void*, std::string_view inner) -> Result<const void*> {
                 if (inner == "s" || inner == "t" || inner == "x") return nullptr;
                 return Error{"$ltt takes s, t or x"};
               });
    b.rpc("sl.stats", [this](RpcCall& call) {
      RpcStruct s;
      for (std::size_t i = 1; i < kStats; ++i) s.emplace_back(std::string(kStatNames[i]), RpcValue(read_[i]()));
      call.add(std::move(s));
    });
  }

  void provide(InitContext& host) override { host.provide<SlService>(this); }

  Result<> init(InitContext& host) override {
    slot_ = host.worker_slot();
    tm_ = bind_tm_ != 0 ? host.service<TmService>() : nullptr;
    for (std::size_t i = 0; i < kStats; ++i) {
      by_code_[i] = host.counter("sl", std::string(kStatNames[i]) + "_replies");
      read_[i] = host.reader(by_code_[i]);
    }
    sent_ = host.counter("sl", "sent_replies");
    sent_errors_ = host.counter("sl", "sent_err_replies");
    failures_ = host.counter("sl", "failures");
    acks_ = host.counter("sl", "received_ACKs");
    host.request_hooks(this);
    return {};
  }

  Result<> worker_init(Worker& worker) override {
    worker.slot(slot_) = new WorkerState{fmt::format("{:016x}{:016x}", worker.random().next(), worker.random().next())};
    return {};
  }
  void worker_exit(Worker& worker) override {
    delete static_cast<WorkerState*>(worker.slot(slot_));
    worker.slot(slot_) = nullptr;
  }

  int reply(Context& c, int code, std::string_view reason, std::string_view headers) override {
    if (c.msg == nullptr || !c.msg->is_request()) return -1;
    if (c.msg->method() == sip::Method::ack) return 0;
    if (code < 100 || code > 699) {
      code = static_cast<int>(default_code_);
      reason = default_reason_;
    }
    auto& worker = *c.worker;
    char tag[kTagSize], ip[48];
    sip::ReplyOptions o;
    if (code > 100) o.to_tag = make_tag(worker, *c.msg, tag);
    TextBuilder lines(*c.arena, 256);
    lines << headers;
    if (c.state != nullptr) {
      lines << c.state->reply_lines;
      o.body = c.state->reply_body;
      o.content_type = c.state->reply_content_type;
      o.via_params = via_reply_params(*c.state, c.processing, *c.arena);
    }
    if (code >= 300 && code < 400) lines << redirect_contacts(c);
    lines << worker.reply_lines(*c.msg, c.flow, c.ruri(), *c.arena);
    o.header_lines = lines.view();
    o.source = {{ip, c.flow.remote.write_ip(ip, false)}, c.flow.remote.port, c.has(ProcessingFlag::force_rport)};
    auto bound = c.msg->bytes().size() + o.header_lines.size() + o.body.size() + o.via_params.size() + reason.size() + 512;
    auto buffer = worker.transport().reserve(bound);
    auto n = buffer.size() < bound ? 0 : sip::build_reply(buffer, *c.msg, code, reason, o);
    if (n == 0 || !worker.transport().commit(worker.reply_flow(c), n)) {
      worker.count(failures_);
      return -1;
    }
    worker.count(by_code_[stat_of(code)]);
    worker.count(sent_);
    auto& ws = routes(worker);
    if (ws.response_route >= 0) worker.run_event_route("sl:local-response", c.msg->bytes());
    return 1;
  }

  int send_reply(Context& c, int code, std::string_view reason, std::string_view headers) override {
    if (tm_ != nullptr && c.msg != nullptr && c.transaction != nullptr) return tm_->reply_with(c, code, reason, headers);
    if (tm_ != nullptr && c.msg != nullptr && c.msg->is_request() && c.msg->method() != sip::Method::ack)
      if (auto* t = tm_->find(c); t != nullptr) {
        c.transaction = t;
        return tm_->reply_with(c, code, reason, headers);
      }
    return reply(c, code, reason, headers);
  }

  bool before_request(Context& c) override {
    if (c.msg->method() != sip::Method::ack) return true;
    auto tag = c.msg->to_tag();
    auto& ws = state(*c.worker);
    if (!tag.starts_with(ws.tag)) return true;
    char expected[kTagSize];
    if (tag != make_tag(*c.worker, *c.msg, expected)) return true;
    c.worker->count(acks_);
    if (routes(*c.worker).ack_route >= 0) c.worker->run_event_route("sl:filtered-ack", c.msg->bytes());
    return false;
  }

 private:
  WorkerState& state(Worker& worker) { return *static_cast<WorkerState*>(worker.slot(slot_)); }

  WorkerState& routes(Worker& worker) {
    auto& ws = state(worker);
    if (ws.program != worker.program().get()) {
      ws.program = worker.program().get();
      ws.response_route = ws.program != nullptr ? ws.program->find_route(manifest::kEvent, "sl:local-response") : -1;
      ws.ack_route = ws.program != nullptr ? ws.program->find_route(manifest::kEvent, "sl:filtered-ack") : -1;
    }
    return ws;
  }

  /// The same for a request and the ACK to our reply to it, hard to guess for others.
  std::string_view make_tag(Worker& worker, const sip::Message& m, char* out) {
    const auto& prefix = state(worker).tag;
    std::memcpy(out, prefix.data(), prefix.size());
    char* p = out + prefix.size();
    *p++ = '.';
    auto h = call_hash(m.call_id());
    h = h * 31 + call_hash(m.from_tag());
    if (const auto* via = m.via()) h = h * 31 + call_hash(via->branch);
    if (const auto* cseq = m.cseq()) h = h * 31 + cseq->number;
    auto h32 = static_cast<std::uint32_t>(h ^ (h >> 32));
    for (int shift = 28; shift >= 0; shift -= 4) *p++ = "0123456789abcdef"[(h32 >> shift) & 15];
    return {out, static_cast<std::size_t>(p - out)};
  }

  int code_of(Args args) { return args[0].value.is_null() ? static_cast<int>(default_code_) : static_cast<int>(number_of(args[0].value)); }

  int send_stateless(Context& c, Args args) { return as_result(reply(c, code_of(args), text_of(c, args[1].value), {})); }
  int send_any(Context& c, Args args) { return as_result(send_reply(c, code_of(args), text_of(c, args[1].value), {})); }
  int send_mode(Context& c, Args args) {
    auto mode = number_of(args[2].value);
    if (mode & 1) c.set(ProcessingFlag::no_connect);
    if (mode & 2) c.set(ProcessingFlag::close_connection);
    return send_any(c, args);
  }
  /// An ACK is not answered, and that is no reason to end the script.
  static int as_result(int sent) { return sent == 0 ? 1 : sent; }

  int error(Context& c, Args) {
    if (c.msg == nullptr || c.msg->method() == sip::Method::ack) return 1;
    c.worker->count(sent_errors_);
    if (tm_ != nullptr && c.transaction != nullptr) {
      // One answer, by the transaction, however often the script asks.
      if (tm_->view(*c.transaction).last_status >= 200) return 1;
      return tm_->reply_error(c);
    }
    log(Level::error, "sl", "stateless error reply used: I'm terribly sorry, server error occurred (1/SL)");
    return as_result(reply(c, 500, "I'm terribly sorry, server error occurred (1/SL)", {}));
  }

  int forward(Context& c, Args args) {
    if (c.msg == nullptr || !c.msg->is_reply()) return -1;
    int code = args.size() > 0 ? static_cast<int>(number_of(args[0].value)) : 0;
    if (code != 0 && code / 100 != c.msg->status_code() / 100) {
      log(Level::error, "sl", "sl_forward_reply: {} is not of the class of {}", code, c.msg->status_code());
      return -1;
    }
    auto reason = args.size() > 1 ? text_of(c, args[1].value) : c.msg->reason();
    const auto* via = c.msg->next_via(c.msg->via());
    if (via == nullptr) return -1;
    auto host = via->has_received ? via->received : via->host;
    auto port = base::to_number<std::uint16_t>(via->rport).value_or(via->port != 0 ? via->port : 5060);
    auto address = io::Address::parse(host, port);
    if (!address) return -1;
    io::Flow to = c.flow;
    to.remote = *address;
    const sip::EditList* lists[] = {c.edits};
    auto bound = c.msg->bytes().size() + (c.edits != nullptr ? c.edits->growth() : 0) + reason.size() + 64;
    auto buffer = c.worker->transport().reserve(bound);
    if (buffer.size() < bound) return -1;
    auto n = sip::encode_reply_forward(buffer, *c.msg, lists, c.edits != nullptr ? 1 : 0, to.protocol != io::Protocol::udp, code, reason);
    return n != 0 && c.worker->transport().commit(to, n) ? 1 : -1;
  }

  Value local_tag(Context& c, std::string_view which) {
    if (c.msg == nullptr || !c.msg->is_request() || which == "t") return Value::null();
    char tag[kTagSize];
    return Value::string(c.arena->copy(make_tag(*c.worker, *c.msg, tag)));
  }

  std::int64_t default_code_ = 500, bind_tm_ = 1;
  std::string default_reason_ = "Internal Server Error";
  TmService* tm_ = nullptr;
  unsigned slot_ = 0;
  Counter by_code_[kStats], sent_, sent_errors_, failures_, acks_;
  std::function<std::int64_t()> read_[kStats];
};

}  // namespace
}  // namespace kukini::modules

KUKINI_MODULE(kukini::modules::kManifest_sl, kukini::modules::Sl);
