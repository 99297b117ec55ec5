// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The one place where Boost.Asio's functions are compiled: target kukini_asio, for net and rpc.
#include <boost/asio/impl/src.hpp>
