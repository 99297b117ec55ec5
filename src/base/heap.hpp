// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Giving memory back to the system after a burst.
#pragma once

namespace kukini::base {

/// Where the calling thread has freed many blocks beyond what its lists keep: hands what the heap does not use to the system. Takes
/// milliseconds then, so it is for a thread that has nothing to do; else it costs nothing.
void trim_heap();

}  // namespace kukini::base
