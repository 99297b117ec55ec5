// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Message building and state of the two ends.
#include "calls.hpp"

#include <unistd.h>

#include <charconv>

#include "sip_text.hpp"

namespace kukini::load {

namespace {

constexpr std::string_view kSdp =
    "v=0\r\no=load 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 40000 RTP/AVP 0 8 101\r\n"
    "a=rtpmap:0 PCMU/8000\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\na=sendrecv\r\n";

std::string_view uri_in(std::string_view value) {
  auto open = value.find('<'), close = value.find('>');
  return open == value.npos || close == value.npos ? value : value.substr(open + 1, close - open - 1);
}

}  // namespace

Caller::Caller(UdpBatch& socket, const sockaddr_in& proxy, std::string ip, std::uint64_t hold_us, std::uint64_t give_up_us)
    : socket_(socket), proxy_(proxy), ip_(std::move(ip)), salt_(std::to_string(getpid())), hold_us_(hold_us), give_up_us_(give_up_us) {}

void Caller::start_call(std::uint64_t now_us) {
  auto n = calls_.size();
  calls_.push_back({now_us, Step::inviting, {}});
  ++counts_.started;
  Writer w(socket_.next_buffer());
  w << "INVITE sip:" << 1000 + n % 9000 << "@" << ip_ << ":5060 SIP/2.0\r\nVia: SIP/2.0/UDP " << ip_ << ":" << socket_.port()
    << ";branch=z9hG4bKi" << n << "-" << salt_ << "\r\nMax-Forwards: 70\r\nFrom: \"Load\" <sip:load@" << ip_ << ">;tag=f" << n
    << "\r\nTo: <sip:" << 1000 + n % 9000 << "@" << ip_ << ">\r\nCall-ID: " << n << "-" << salt_ << "@load\r\nCSeq: 1 INVITE\r\nContact: <sip:load@"
    << ip_ << ":" << socket_.port() << ">\r\nUser-Agent: kukini-load\r\nAllow: INVITE, ACK, CANCEL, BYE, OPTIONS\r\n"
    << "Supported: replaces, timer\r\nContent-Type: application/sdp\r\nContent-Length: " << kSdp.size() << "\r\n\r\n" << kSdp;
  socket_.queued(w.size(), proxy_);
}

void Caller::finish(Call& call, bool ok) {
  call.step = Step::done;
  call.bye.clear();
  call.bye.shrink_to_fit();
  ++(ok ? counts_.completed : counts_.lost);
}

void Caller::on_datagram(std::string_view m, std::uint64_t now_us) {
  ++counts_.received;
  auto call_id = header(m, "Call-ID:");
  std::size_t n = 0;
  auto parsed = std::from_chars(call_id.data(), call_id.data() + call_id.size(), n);
  if (parsed.ec != std::errc{} || n >= calls_.size() || m.size() < 12 || call_id.find(salt_) == call_id.npos) return;
  Call& call = calls_[n];
  int code = (m[8] - '0') * 100 + (m[9] - '0') * 10 + (m[10] - '0');
  if (code < 200) return;
  bool invite = header(m, "CSeq:").find("INVITE") != std::string_view::npos;
  if (!invite) {
    if (call.step == Step::ending) finish(call, code < 300);
    return;
  }
  if (call.step != Step::inviting) {
    ++counts_.retransmissions;
    return;
  }
  auto contact = uri_in(header(m, "Contact:"));
  if (code < 300) {
    ++counts_.answered;
    latencies_.push_back(static_cast<std::uint32_t>(now_us - call.at_us));
  } else {
    ++counts_.rejected;
  }
  auto in_dialog = [&](Writer& w, std::string_view method, std::string_view cseq, char branch) -> Writer& {
    w << method << " " << contact << " SIP/2.0\r\nVia: SIP/2.0/UDP " << ip_ << ":" << socket_.port() << ";branch=z9hG4bK"
      << std::string_view(&branch, 1) << n << "-" << salt_ << "\r\n";
    w.lines(m, "Record-Route:", "Route:");
    return w << "Max-Forwards: 70\r\nFrom: " << header(m, "From:") << "\r\nTo: " << header(m, "To:") << "\r\nCall-ID: " << call_id << "\r\nCSeq: "
             << cseq << "\r\nContent-Length: 0\r\n\r\n";
  };
  if (code >= 300) {
    Writer w(socket_.next_buffer());
    w << "ACK sip:" << 1000 + n % 9000 << "@" << ip_ << ":5060 SIP/2.0\r\nVia: SIP/2.0/UDP " << ip_ << ":" << socket_.port() << ";branch=z9hG4bKi"
      << n << "-" << salt_ << "\r\nMax-Forwards: 70\r\nFrom: " << header(m, "From:") << "\r\nTo: " << header(m, "To:") << "\r\nCall-ID: " << call_id
      << "\r\nCSeq: 1 ACK\r\nContent-Length: 0\r\n\r\n";
    socket_.queued(w.size(), proxy_);
    call.step = Step::done;
    return;
  }
  Writer ack(socket_.next_buffer());
  in_dialog(ack, "ACK", "1 ACK", 'a');
  socket_.queued(ack.size(), proxy_);
  char bye[UdpBatch::kMaxBytes];
  Writer w(bye);
  in_dialog(w, "BYE", "2 BYE", 'b');
  call.bye.assign(bye, w.size());
  call.step = Step::talking;
  call.at_us = now_us;
  talking_.push_back(n);
}

void Caller::tick(std::uint64_t now_us) {
  while (first_talking_ < talking_.size()) {
    Call& call = calls_[talking_[first_talking_]];
    if (call.step == Step::talking) {
      if (now_us < call.at_us + hold_us_) break;
      std::memcpy(socket_.next_buffer(), call.bye.data(), call.bye.size());
      socket_.queued(call.bye.size(), proxy_);
      call.step = Step::ending;
      call.at_us = now_us;
    }
    ++first_talking_;
  }
  while (first_open_ < calls_.size()) {
    Call& call = calls_[first_open_];
    if (call.step != Step::done) {
      if (call.step == Step::talking || now_us < call.at_us + give_up_us_) break;
      finish(call, false);
    }
    ++first_open_;
  }
}

void Callee::reply(std::string_view request, std::string_view status, const sockaddr_in& to, bool body) {
  Writer w(socket_.next_buffer());
  auto to_value = header(request, "To:");
  w << "SIP/2.0 " << status << "\r\n";
  w.lines(request, "Via:").lines(request, "Record-Route:");
  w << "From: " << header(request, "From:") << "\r\nTo: " << to_value << (to_value.find(";tag=") == to_value.npos ? ";tag=callee" : "")
    << "\r\nCall-ID: " << header(request, "Call-ID:") << "\r\nCSeq: " << header(request, "CSeq:") << "\r\nContact: <sip:callee@" << ip_ << ":"
    << socket_.port() << ">\r\n";
  if (body)
    w << "Content-Type: application/sdp\r\nContent-Length: " << kSdp.size() << "\r\n\r\n" << kSdp;
  else
    w << "Content-Length: 0\r\n\r\n";
  socket_.queued(w.size(), to);
}

void Callee::on_datagram(std::string_view m, const sockaddr_in& from) {
  if (m.starts_with("INVITE ")) {
    ++invites_;
    reply(m, "180 Ringing", from, false);
    reply(m, "200 OK", from, true);
  } else if (m.starts_with("BYE ") || m.starts_with("OPTIONS ") || m.starts_with("CANCEL ")) {
    reply(m, "200 OK", from, false);
  }
}

}  // namespace kukini::load
