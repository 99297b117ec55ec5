// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The one place where Boost.Asio is compiled.
#include <boost/asio/impl/src.hpp>
