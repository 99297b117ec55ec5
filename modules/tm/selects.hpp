// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The selects @tm.….
#pragma once

namespace kukini::modules::tm {

class Tm;

/// For scripts bound from now on.
void offer_selects(Tm& tm);

}  // namespace kukini::modules::tm
