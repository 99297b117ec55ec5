// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// The version of the module interface; a module built against another one is refused. The minor number counts every change of a
// public header.
#pragma once

#define KUKINI_SDK_MAJOR 1
#define KUKINI_SDK_MINOR 4
#define KUKINI_SDK_STR2(x) #x
#define KUKINI_SDK_STR(x) KUKINI_SDK_STR2(x)
/// Compared as text by the loader: interface version, compiler ABI, C++ standard library ABI.
#if defined(__GLIBCXX__)
#define KUKINI_ABI_STAMP \
  "kukini-sdk " KUKINI_SDK_STR(KUKINI_SDK_MAJOR) "." KUKINI_SDK_STR(KUKINI_SDK_MINOR) " cxxabi " KUKINI_SDK_STR(__GXX_ABI_VERSION) " libstdc++ " KUKINI_SDK_STR(_GLIBCXX_USE_CXX11_ABI)
#else
#define KUKINI_ABI_STAMP "kukini-sdk " KUKINI_SDK_STR(KUKINI_SDK_MAJOR) "." KUKINI_SDK_STR(KUKINI_SDK_MINOR) " other"
#endif
