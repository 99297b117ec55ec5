// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The old operands of conditions (src_ip, method, myself …) and comparisons with addresses and ourselves.
#include "script/exprs.hpp"
#include "sdk/worker.hpp"
#include "sip/message.hpp"
#include "sip/uri.hpp"

namespace kukini::script {

namespace {

constexpr std::int64_t kMaxMessage = 65535;

Value ip_text(Context& c, const io::Address& a) {
  if (a.family == io::Family::none) return Value::null();
  char buffer[48];
  return Value::string(c.arena->copy({buffer, a.write_ip(buffer, false)}));
}

class MyselfExpr final : public Expr {
 public:
  MyselfExpr(ExprPtr subject, bool negated) : subject_(std::move(subject)), negated_(negated) {}
  Value eval(Context& c) const override { return Value::integer(integer(c)); }
  std::int64_t integer(Context& c) const override {
    NumberText buffer;
    auto text = to_text(subject_->eval(c), buffer);
    bool self = false;
    sip::Uri uri;
    if (c.worker != nullptr && !text.empty()) {
      if (sip::parse_uri(text, uri) && !uri.host.empty())
        self = c.worker->is_myself(uri.host, uri.port_or_default(), io::Protocol::none);
      else if (text.find(':') == std::string_view::npos || io::Address::parse(text))
        self = c.worker->is_myself(text, 0, io::Protocol::none);
    }
    return self != negated_;
  }

 private:
  ExprPtr subject_;
  bool negated_;
};

class IpMatchExpr final : public Expr {
 public:
  IpMatchExpr(ExprPtr subject, CoreOperand operand, IpRange range, bool negated)
      : subject_(std::move(subject)), operand_(operand), range_(range), negated_(negated) {}
  Value eval(Context& c) const override { return Value::integer(integer(c)); }
  std::int64_t integer(Context& c) const override {
    io::Address a = operand_address(c, operand_);
    if (a.family == io::Family::none) {
      NumberText buffer;
      if (auto parsed = io::Address::parse(to_text(subject_->eval(c), buffer))) a = *parsed;
    }
    return range_.contains(a) != negated_;
  }

 private:
  ExprPtr subject_;
  CoreOperand operand_;
  IpRange range_;
  bool negated_;
};

}  // namespace

bool IpRange::contains(const io::Address& a) const {
  if (a.family != address.family || a.family == io::Family::none) return false;
  for (unsigned bit = 0; bit < prefix; bit += 8) {
    unsigned left = prefix - bit;
    unsigned mask = left >= 8 ? 0xffu : 0xffu << (8 - left) & 0xffu;
    if (((a.bytes[bit / 8] ^ address.bytes[bit / 8]) & mask) != 0) return false;
  }
  return true;
}

/// In onsend_route the flow the message leaves by.
static const io::Flow& sending(const Context& c) { return c.send_flow != nullptr ? *c.send_flow : c.flow; }

io::Address operand_address(Context& c, CoreOperand what) {
  switch (what) {
    case CoreOperand::src_ip: return c.flow.remote;
    case CoreOperand::dst_ip: return c.flow.local;
    case CoreOperand::snd_ip: return sending(c).local;
    case CoreOperand::to_ip: return sending(c).remote;
    default: return {};
  }
}

Value OperandExpr::eval(Context& c) const {
  switch (what_) {
    case CoreOperand::method: {
      if (c.msg == nullptr) return Value::null();
      if (c.msg->is_request()) return Value::string(c.msg->method_text());
      const auto* cseq = c.msg->cseq();
      return cseq != nullptr ? Value::string(cseq->method_text) : Value::null();
    }
    case CoreOperand::uri: return c.ruri().empty() ? Value::null() : Value::string(c.ruri());
    case CoreOperand::from_uri: {
      const auto* from = c.msg != nullptr ? c.msg->from() : nullptr;
      return from != nullptr ? Value::string(from->uri_text) : Value::null();
    }
    case CoreOperand::to_uri: {
      const auto* to = c.msg != nullptr ? c.msg->to() : nullptr;
      return to != nullptr ? Value::string(to->uri_text) : Value::null();
    }
    case CoreOperand::src_ip:
    case CoreOperand::dst_ip:
    case CoreOperand::snd_ip:
    case CoreOperand::to_ip: return ip_text(c, operand_address(c, what_));
    case CoreOperand::src_port: return Value::integer(c.flow.remote.port);
    case CoreOperand::to_port: return Value::integer(sending(c).remote.port);
    case CoreOperand::dst_port: return Value::integer(c.flow.local.port);
    case CoreOperand::snd_port: return Value::integer(sending(c).local.port);
    case CoreOperand::proto:
    case CoreOperand::snd_proto:
    case CoreOperand::to_proto: return Value::string(io::to_string(c.flow.protocol));
    case CoreOperand::af:
    case CoreOperand::snd_af: return Value::string(c.flow.remote.family == io::Family::ipv6 ? "inet6" : "inet");
    case CoreOperand::msg_len:
      return c.msg != nullptr ? Value::integer(static_cast<std::int64_t>(c.msg->bytes().size())) : Value::null();
    case CoreOperand::max_len: return Value::integer(kMaxMessage);
    case CoreOperand::status:
      if (c.reply_code != 0) return Value::integer(c.reply_code);
      return c.msg != nullptr && c.msg->is_reply() ? Value::integer(c.msg->status_code()) : Value::null();
    case CoreOperand::retcode: return Value::integer(c.last_rc);
    case CoreOperand::myself: return Value::null();
  }
  return Value::null();
}

ExprPtr make_myself(ExprPtr subject, bool negated) { return std::make_unique<MyselfExpr>(std::move(subject), negated); }

ExprPtr make_ip_match(ExprPtr subject, CoreOperand operand, IpRange range, bool negated) {
  return std::make_unique<IpMatchExpr>(std::move(subject), operand, range, negated);
}

}  // namespace kukini::script
