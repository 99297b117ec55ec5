// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The module itself: binds all parts.
#include "sdpops.hpp"

#include "base/text.hpp"

namespace kukini::modules {

extern const manifest::Manifest kManifest_sdpops;

namespace sdpops {

Sessions sessions(Context& c, string_view function) {
  Sessions out;
  out.outcome = sip::read_sdp(*c.msg, *c.arena, out.all);
  if (!out.ok() && out.outcome != sip::SdpOutcome::no_body)
    log(Level::debug, "sdpops", "{}: {}", function,
        out.outcome == sip::SdpOutcome::not_sdp ? "the body is not SDP" : "the SDP cannot be read: no m= line, a broken one, or no c= line for it");
  return out;
}

bool of_type(const sip::SdpMedia& media, string_view wanted) { return wanted.empty() || base::iequals(media.type, wanted); }

void remove_once(Context& c, string_view part) {
  auto& edits = c.current_edits();
  auto begin = c.msg->offset(part), length = static_cast<std::uint32_t>(part.size());
  for (const auto* e = edits.first(); e != nullptr && e->offset <= begin; e = e->next)
    if (e->offset + e->length >= begin + length) return;
  edits.remove(begin, length);
}

namespace {

class Sdpops final : public Module {
 public:
  void bind(Binder& b) override {
    bind_codecs(b);
    bind_media(b);
    bind_content(b);
    bind_iterators(b);
  }
};

}  // namespace
}  // namespace sdpops
}  // namespace kukini::modules

KUKINI_MODULE(kukini::modules::kManifest_sdpops, kukini::modules::sdpops::Sdpops);
