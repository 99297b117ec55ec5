// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Facts: what each Kamailio release from 3.3 on accepts in its configuration, read from data/kamailio.tsv.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "manifest/manifest.hpp"

namespace kukini::catalog {

using std::string_view;

/// Bit i: the i-th of Facts::releases has it.
using ReleaseMask = std::uint32_t;

/// The argument counts a function takes: bit n for n arguments.
struct Arity {
  static constexpr std::uint16_t kAny = 0xffff;
  std::uint16_t mask = 0;
  bool takes(std::size_t n) const { return mask == kAny || (n < 15 && (mask >> n & 1) != 0); }
};

struct ModuleFact {
  string_view name;
  ReleaseMask releases = 0;
  string_view modparam_name;  ///< where modparam() wants another name; else empty
};
struct ParamFact {
  string_view module;
  string_view name;
  ReleaseMask releases = 0;  ///< 0: gone before the first release; a replacement says since when
  bool integer = false;
  bool text = false;
  bool setter = false;  ///< may be set several times, or reads its value itself
};
/// One function or one variant of it: several stand for a function that changed, the newest first.
struct FunctionFact {
  string_view module;  ///< "core" for core functions
  string_view name;
  ReleaseMask releases = 0;  ///< 0: gone before the first release; a replacement says since when
  Arity arity;
  bool bare = false;   ///< core: may stand without parentheses
  manifest::RouteMask routes = manifest::kAnyRoute;
  string_view routes_by_arity;  ///< "0=3f;1=3ff", hexadecimal; empty when all the same
  string_view kinds;  ///< per count, "2:int,str;3:int,str,int"; empty when not known

  manifest::RouteMask routes_for(std::size_t arguments) const;
  /// Kind of argument `index` of a call with `count` arguments: int str cstr pvar regex any; empty when not known.
  string_view kind(std::size_t count, std::size_t index) const;
};
struct VariableFact {
  string_view module;
  string_view name;
  ReleaseMask releases = 0;
  bool settable = false;
  bool inner = false;
  bool index = false;
  bool keys_closed = false;
  string_view keys;  ///< space-separated inner names
  string_view late_keys;  ///< "name=mask …", hexadecimal: those that not all of `releases` know

  /// The releases that know the inner name `key`, one of `keys`.
  ReleaseMask key_releases(string_view key) const;
};
struct TransformationFact {
  string_view module;
  string_view class_name;
  string_view name;  ///< empty: stands for the class itself
  ReleaseMask releases = 0;
  std::uint8_t min_args = 0;
  std::uint8_t max_args = 0;
};
struct EventFact {
  string_view module;
  string_view name;  ///< a trailing * stands for a free suffix
  ReleaseMask releases = 0;
};
struct GlobalFact {
  string_view name;
  ReleaseMask releases = 0;
  string_view type;  ///< value forms joined by |
  string_view alias_of;
  bool boolean = false;
};
struct CfgVarFact {
  string_view module;
  string_view name;  ///< "tm.fr_timer"
  ReleaseMask releases = 0;
  string_view type;
};
struct DirectiveFact {
  string_view name;  ///< "ifdef", without #!
  ReleaseMask releases = 0;
};
/// A form in which a statement or declaration may be written, in words such as "loadmodule ( <STRING> )".
struct FormFact {
  string_view rule;
  string_view form;
  ReleaseMask releases = 0;
};
struct OperatorFact {
  string_view name;
  ReleaseMask releases = 0;
};
/// A name for coreparam[name] = value.
struct CoreParamFact {
  string_view name;
  ReleaseMask releases = 0;
  string_view type;
};
/// All selects of a module that begin with one name.
struct SelectFact {
  string_view module;
  string_view root;  ///< "via" of @via[1].branch
  ReleaseMask releases = 0;
  /// What may follow, separated by blanks: "." for nothing, else parts joined by dots; %s stands for a text or a name, %i for a number,
  /// % for any name. Six parts at most: a longer one is known by its beginning.
  string_view paths;
};
/// What takes the place of a thing that a release dropped.
struct Replacement {
  string_view kind;    ///< module param function pv …
  string_view module;
  string_view name;
  string_view last;        ///< last release that had it
  string_view removed_in;  ///< first one without
  string_view to;          ///< "param:acc_json.acc_log_level, …"; empty when there is nothing
  string_view note;
};

/// All facts, sorted for look-up. Text points into the program's constant data.
struct Facts {
  std::vector<string_view> releases;  ///< oldest first: "3.3", "4.0" … "6.2-dev"
  std::vector<ModuleFact> modules;    ///< by name
  std::vector<ParamFact> params;      ///< by module, name
  std::vector<FunctionFact> functions;  ///< by name, module
  std::vector<VariableFact> variables;  ///< by name, module
  std::vector<TransformationFact> transformations;  ///< by class, name
  std::vector<EventFact> events;
  std::vector<GlobalFact> globals;    ///< by name
  std::vector<CfgVarFact> cfg_vars;   ///< by name
  std::vector<Replacement> replacements;  ///< by module, name
  std::vector<DirectiveFact> directives;
  std::vector<FormFact> forms;
  std::vector<OperatorFact> operators;
  std::vector<CoreParamFact> core_params;
  std::vector<SelectFact> selects;        ///< by root, module

  ReleaseMask newest() const { return ReleaseMask{1} << (releases.size() - 1); }
  /// "5.2": the release after the last one in `mask`; empty when the newest is in it.
  string_view gone_since(ReleaseMask mask) const;
  /// The first release in `mask`.
  string_view first(ReleaseMask mask) const;
  /// The bit of a release ("5.4"); 0 where there is no such label.
  ReleaseMask bit(string_view release) const;
  /// The releases that take a form of a statement.
  ReleaseMask form(string_view rule, string_view form) const;
};

/// Parsed on first use; the same object for all.
const Facts& facts();
/// The text of data/kamailio.tsv.
string_view embedded_facts();
/// Parses facts in the form of data/kamailio.tsv; lines that are none are skipped. `text` must outlive the result.
Facts parse_facts(string_view text);

}  // namespace kukini::catalog
