// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The one place where Boost.JSON is compiled.
#include <boost/json/src.hpp>
