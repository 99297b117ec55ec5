// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// From received bytes to a run of the script: parse, judge, request route or reply route, stateless reply forwarding.
#include "base/text.hpp"
#include "core/hex.hpp"
#include "core/worker.hpp"
#include "sdk/log.hpp"
#include "sdk/text.hpp"
#include "sip/admission.hpp"
#include "sip/encode.hpp"

namespace kukini::core {

namespace {

constexpr std::size_t kMaxReply = 64 * 1024 - 64;

CoreCounter method_counter(sip::Method method) {
  switch (method) {
    case sip::Method::invite: return kRcvInvite;
    case sip::Method::ack: return kRcvAck;
    case sip::Method::cancel: return kRcvCancel;
    case sip::Method::bye: return kRcvBye;
    case sip::Method::options: return kRcvOptions;
    case sip::Method::register_: return kRcvRegister;
    default: return kRcvOther;
  }
}

/// What belongs to no transaction at the end is given back.
class OwnState {
 public:
  OwnState(sdk::Worker& worker, sdk::Context& context) : worker_(worker) { context.state = &state_; }
  OwnState(const OwnState&) = delete;
  ~OwnState() {
    if (state_.arena != nullptr) worker_.release_arena(state_.arena);
  }

 private:
  sdk::Worker& worker_;
  sdk::State state_;
};

/// log_prefix while a message is served.
class Prefixed {
 public:
  Prefixed(const Shared& shared, sdk::Context& context) {
    if (shared.log_prefix == nullptr) return;
    on_ = true;
    if (shared.log_prefix_each_line)
      sdk::log_prefix() = {{}, shared.log_prefix, &context};
    else
      sdk::log_prefix() = {shared.log_prefix->eval(context)};
  }
  Prefixed(const Prefixed&) = delete;
  ~Prefixed() {
    if (on_) sdk::log_prefix() = {};
  }

 private:
  bool on_ = false;
};

}  // namespace

void Worker::receive(std::string_view bytes, const io::Flow& flow, base::Arena& arena) {
  if (received_event_ >= 0 && run_event(received_event_, flow, bytes, {}).dropped) return;
  sip::Message* message = nullptr;
  auto outcome = sip::Message::parse(bytes, arena, message);
  if (message == nullptr) {
    if (outcome == sip::ParseOutcome::keepalive) return;
    count({kBadMessages});
    if (parse_error_event_ >= 0) run_event(parse_error_event_, flow, bytes, {});
    return;
  }
  auto judged = sip::admit(*message, shared_.admission, arena);
  if (judged.verdict != sip::Verdict::accept) {
    count({kBadMessages});
    count({message->is_request() ? kErrRequests : kErrReplies});
    if (sdk::log_enabled(sdk::Level::debug))
      sdk::log(sdk::Level::debug, "core", "{} from {}: {}", judged.verdict == sip::Verdict::reply ? "refused a message" : "dropped a message",
               flow.remote.to_string(), judged.reason);
    if (judged.verdict == sip::Verdict::reply && message->is_request())
      answer(*message, flow, arena, judged.code, judged.reason, judged.header_lines);
    return;
  }
  if (message->is_request())
    request(*message, flow, arena);
  else
    reply(*message, flow, arena);
}

void Worker::request(sip::Message& message, const io::Flow& flow, base::Arena& arena) {
  count({kRcvRequests});
  count({method_counter(message.method())});
  if (message.method() == sip::Method::unknown) count({kUnsupportedMethods});

  sip::EditList edits(arena);
  sdk::Context context;
  OwnState state(*this, context);
  context.worker = this;
  context.arena = &arena;
  context.msg = &message;
  context.edits = &edits;
  context.flow = flow;
  context.target.ruri = message.ruri();
  context.route_kind = manifest::kRequest;
  context.program = program_.get();
  if (shared_.force_rport) context.set(sdk::ProcessingFlag::force_rport);
  if (shared_.local_rport) context.set(sdk::ProcessingFlag::local_rport);
  Prefixed prefixed(shared_, context);

  if (shared_.draining.load(std::memory_order_relaxed) && message.to_tag().empty() && message.method() != sip::Method::ack &&
      message.method() != sip::Method::cancel && !(shared_.is_known && shared_.is_known(context))) {
    count({kDropRequests});
    answer(message, flow, arena, 503, "Server Shutting Down", "Retry-After: 5\r\n");
    return;
  }

  if (pre_routing_event_ >= 0 && stopped_before_routing(context)) return;
  bool run = true;
  for (auto* hooks : shared_.request_hooks) run = run && hooks->before_request(context);
  if (!run) return;
  if (main_route_ < 0) {
    count({kDropRequests});
    return;
  }
  auto program = program_.get();
  auto result = program->run(context, manifest::kRequest, main_route_);
  if (result.dropped) count({kDropRequests});
  for (auto* hooks : shared_.request_hooks) hooks->after_request(context);
}

void Worker::reply(sip::Message& message, const io::Flow& flow, base::Arena& arena) {
  count({kRcvReplies});
  int code = message.status_code();
  if (code >= 100 && code < 700) count({kRcvReplies1xx + static_cast<std::uint32_t>(code / 100) - 1});

  const auto* via = message.via();
  if (via == nullptr || !is_myself(via->host, via->port != 0 ? via->port : 5060, io::Protocol::none)) {
    // Not a reply to anything that went out here.
    count({kDropReplies});
    if (sdk::log_enabled(sdk::Level::debug))
      sdk::log(sdk::Level::debug, "core", "dropped a reply from {}: its topmost Via is not ours", flow.remote.to_string());
    return;
  }

  sip::EditList edits(arena);
  sdk::Context context;
  OwnState state(*this, context);
  context.worker = this;
  context.arena = &arena;
  context.msg = &message;
  context.edits = &edits;
  context.flow = flow;
  context.route_kind = manifest::kOnreplyCore;
  context.program = program_.get();
  context.reply_code = code;
  Prefixed prefixed(shared_, context);

  if (pre_routing_event_ >= 0 && stopped_before_routing(context)) return;
  if (reply_route_ >= 0) {
    auto result = program_->run(context, manifest::kOnreplyCore, reply_route_);
    if (result.dropped || context.has(sdk::ProcessingFlag::drop_reply)) {
      count({kDropReplies});
      return;
    }
  }
  for (auto* handler : shared_.reply_handlers)
    if (handler->on_reply(context)) return;
  pass_reply_on(context);
}

bool Worker::pass_reply_on(sdk::Context& context) {
  const auto& message = *context.msg;
  const auto* own = message.via();
  const auto* next = own != nullptr ? message.next_via(own) : nullptr;
  if (next == nullptr || !sip::has_magic_cookie(own->branch)) {
    // For ourselves and not known to anybody, or never sent from here.
    count({kDropReplies});
    return false;
  }
  auto protocol = parse_protocol(next->transport);
  auto host = next->has_received && !next->received.empty() ? next->received : !next->maddr.empty() ? next->maddr : next->host;
  std::uint16_t port = next->port != 0 ? next->port : 5060;
  if (next->has_rport)
    if (auto p = base::to_number<std::uint16_t>(next->rport)) port = *p;
  io::Flow to;
  bool found = false;
  if (auto address = io::Address::parse(host, port)) {
    found = make_flow(*address, protocol, context.flow.socket, to);
  } else {
    sdk::TextBuilder uri(*context.arena);
    uri << "sip:" << next->host;
    if (next->port != 0) uri << ':' << next->port_text;
    for (const auto& hop : resolve_next_hops(context, uri.view(), -1)) {
      to = hop.flow;
      found = true;
      break;
    }
  }
  if (!found) {
    count({kErrReplies});
    return false;
  }
  const sip::EditList* lists[] = {context.edits};
  auto out = transport_->reserve(message.bytes().size() + context.edits->growth() + 64);
  auto bytes = sip::encode_reply_forward(out, message, lists, 1);
  bool sent = false;
  if (bytes != 0 && has_onsend_reply_) {
    auto copy = context.arena->copy({out.data(), bytes});
    if (!run_onsend(context, to, copy)) {
      count({kDropReplies});
      return false;
    }
    sent = transport_->send(to, copy);
  } else if (bytes != 0) {
    sent = transport_->commit(to, bytes);
  }
  if (!sent) {
    count({kErrReplies});
    return false;
  }
  count({kFwdReplies});
  return true;
}

void Worker::answer(const sip::Message& message, const io::Flow& flow, base::Arena& arena, int code, std::string_view reason,
                    std::string_view header_lines) {
  if (message.is_request() && message.method() == sip::Method::ack) return;
  io::Flow to = reply_flow_of(message, flow, false);
  if (to.remote.family == io::Family::none) return;
  char ip[48];
  sip::ReplyOptions options;
  options.source.address = {ip, flow.remote.write_ip(ip, false)};
  options.source.port = flow.remote.port;
  auto own_lines = reply_lines(message, flow, message.ruri(), arena);
  options.header_lines = own_lines.empty() ? header_lines : arena.concat(header_lines, own_lines);
  char tag[18] = {'k', 'k'};
  write_hex16(tag + 2, sdk::call_hash(message.call_id()));
  options.to_tag = {tag, sizeof tag};
  auto out = transport_->reserve(kMaxReply);
  auto bytes = sip::build_reply(out, message, code, reason, options);
  if (bytes != 0) transport_->commit(to, bytes);
}

bool Worker::run_onsend(sdk::Context& context, const io::Flow& to, std::string_view bytes) {
  if (onsend_route_ < 0) return true;
  auto kind = context.route_kind;
  const auto* flow = context.send_flow;
  auto sent = context.send_bytes;
  context.send_flow = &to;
  context.send_bytes = bytes;
  auto result = program_->run(context, manifest::kOnsend, onsend_route_);
  context.route_kind = kind;
  context.send_flow = flow;
  context.send_bytes = sent;
  return !result.dropped;
}

bool Worker::stopped_before_routing(sdk::Context& context) {
  auto kind = context.route_kind;
  auto keep = program_;
  auto result = keep->run(context, manifest::kEvent, pre_routing_event_);
  context.route_kind = kind;
  context.last_rc = 0;
  if (result.dropped) count({context.msg->is_request() ? kDropRequests : kDropReplies});
  return result.dropped;
}

sdk::RouteResult Worker::run_event_route(std::string_view name, std::string_view request) {
  int index = program_ ? program_->find_route(manifest::kEvent, name) : -1;
  if (index < 0) return {};
  io::Flow flow;
  flow.local = flow.remote = *io::Address::parse("127.0.0.1", 5060);
  if (!sockets_.empty()) flow.local = sockets_[0].address;
  return run_event(index, flow, {}, request);
}

sdk::RouteResult Worker::run_event(int index, const io::Flow& flow, std::string_view bytes, std::string_view request) {
  sdk::RouteResult none;
  static constexpr std::string_view kStandIn =
      "OPTIONS sip:nobody@127.0.0.1 SIP/2.0\r\n"
      "Via: SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bKkukini-event\r\n"
      "From: <sip:nobody@127.0.0.1>;tag=event\r\n"
      "To: <sip:nobody@127.0.0.1>\r\n"
      "Call-ID: kukini-event\r\n"
      "CSeq: 1 OPTIONS\r\n"
      "Max-Forwards: 70\r\n"
      "Content-Length: 0\r\n\r\n";
  base::Arena* arena = message_arena();
  {
    sip::Message* message = nullptr;
    sip::Message::parse(arena->copy(request.empty() ? kStandIn : request), *arena, message);
    if (message == nullptr) {
      give_back_message_arena(arena);
      return none;
    }
    sip::EditList edits(*arena);
    sdk::Context context;
    OwnState state(*this, context);
    context.worker = this;
    context.arena = arena;
    context.msg = message;
    context.edits = &edits;
    context.flow = flow;
    context.received = bytes;
    context.target.ruri = message->ruri();
    context.program = program_.get();
    context.route_kind = manifest::kEvent;
    context.set(sdk::ProcessingFlag::fake_request);
    sdk::ProgramPtr keep = program_;
    none = keep->run(context, manifest::kEvent, index);
  }
  give_back_message_arena(arena);
  return none;
}

}  // namespace kukini::core
