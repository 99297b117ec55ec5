// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Titles and explanations of the codes.
#include "sema/codes.hpp"

namespace kukini::sema {
namespace {

using diag::Severity;

constexpr Code kCodes[] = {
    {code::kUnknownModule, Severity::error, "a module that nobody knows",
     "loadmodule names a module that neither Kukini nor any Kamailio release from 3.3 on has. It is most often a misspelling."},
    {code::kModuleNotProvided, Severity::warning, "a module of Kamailio that Kukini has not",
     "The module exists in Kamailio. Loading it and setting its parameters is accepted; only the use of one of its functions or "
     "variables in a block that messages can reach is an error."},
    {code::kModuleTwice, Severity::warning, "a module is loaded twice", "The second loadmodule of a module has no effect."},
    {code::kModuleNotLoaded, Severity::error, "a parameter of a module that is not loaded",
     "modparam needs the loadmodule of its module somewhere above it, or the parameter has nobody to go to."},
    {code::kRetiredModule, Severity::warning, "a module that Kamailio has dropped",
     "Some release dropped or renamed the module. The message says since when, and what took its place where something did."},
    {code::kNotInTarget, Severity::error, "something the target release does not have yet",
     "The script is judged for one Kamailio release, and that one does not have this; a newer one has, or only Kukini."},
    {code::kRemovedInTarget, Severity::error, "something the target release does not have any more",
     "The script is judged for one Kamailio release, which dropped this. The message says since when, and what took its place where "
     "something did."},
    {code::kUnknownModparam, Severity::error, "a parameter that its module does not have",
     "No release of the module has a parameter of this name.", true},
    {code::kModparamType, Severity::error, "a parameter value of the wrong type",
     "Parameters are numbers or text; \"5\" in quotes is text. Kamailio refuses a parameter given the other type.", true},
    {code::kModparamRange, Severity::warning, "a parameter value out of range", "The value is outside of what the parameter allows."},
    {code::kRetiredModparam, Severity::warning, "a parameter that Kamailio has dropped",
     "Newer Kamailio releases refuse to start with this parameter. Kukini still does what it did, where that is known."},
    {code::kModparamNotProvided, Severity::warning, "a parameter that Kukini ignores",
     "Kamailio's module has the parameter, Kukini's has not yet; it is ignored."},
    {code::kUnknownGlobal, Severity::error, "a global parameter that nobody knows",
     "The name before '=' at the top level is no global parameter of any Kamailio release from 3.3 on.", true},
    {code::kGlobalType, Severity::error, "a global parameter of the wrong type",
     "Numbers may also be written yes, no, on, off, true, false, enable, disable; a number in quotes is text."},
    {code::kRetiredGlobal, Severity::warning, "a global parameter that Kamailio has dropped",
     "Newer Kamailio releases refuse to start with this global parameter. The message says what took its place."},
    {code::kInvalidListen, Severity::error, "an address that cannot be listened on",
     "A socket is protocol:address:port, with udp, tcp, tls, sctp as protocol and a port of 1 to 65535."},
    {code::kUnknownFunction, Severity::error, "a function that nobody knows",
     "Neither Kukini nor any Kamailio release from 3.3 on has a function of this name, in the core or in a module.", true},
    {code::kFunctionNeedsModule, Severity::error, "a function whose module is not loaded",
     "The function belongs to a module; add its loadmodule."},
    {code::kFunctionNotProvided, Severity::error, "a function that Kukini has not yet",
     "The function exists in Kamailio, but not in Kukini yet. When only checking, and in blocks that no message can reach, this is a warning."},
    {code::kRetiredFunction, Severity::warning, "a function that Kamailio has dropped",
     "Newer Kamailio releases do not have the function. Kukini still does what it did."},
    {code::kArgumentCount, Severity::error, "a wrong number of arguments", "The function does not take that many arguments."},
    {code::kArgumentKind, Severity::error, "an argument of the wrong kind",
     "For instance text where a number must stand, or no pseudo-variable where one is assigned."},
    {code::kWrongRoute, Severity::error, "a function in a block where it cannot work",
     "Each function works on requests, replies or both, and says in which blocks it may stand. Blocks that are called, route[name], "
     "count as request blocks wherever the call comes from."},
    {code::kUnknownFlag, Severity::error, "a flag that is not declared or out of range",
     "Flags are numbers from 0 to 31, or names declared with `flags NAME`."},
    {code::kUnknownRoute, Severity::error, "a call of a route block that does not exist",
     "route(NAME) needs a block route[NAME]; Kamailio does not start without it.", true},
    {code::kUnarmedRoute, Severity::warning, "a failure, reply or branch route that does not exist",
     "t_on_failure(\"NAME\") and its like name a block that is not there; nothing will run.", true},
    {code::kDuplicateRoute, Severity::error, "two route blocks of one name", "Each named block may stand once."},
    {code::kUnknownVariable, Severity::error, "a pseudo-variable that nobody knows",
     "No release and no module has this pseudo-variable. A dollar sign as text in a format is written $$."},
    {code::kVariableNeedsModule, Severity::error, "a pseudo-variable whose module is not loaded",
     "The pseudo-variable belongs to a module; add its loadmodule."},
    {code::kVariableNotProvided, Severity::error, "a pseudo-variable that Kukini has not yet",
     "The pseudo-variable exists in Kamailio, but not in Kukini yet. When only checking, and in blocks that no message can reach, this is a "
     "warning."},
    {code::kVariableName, Severity::error, "a pseudo-variable with a wrong inner name",
     "Some take a name in parentheses, as $avp(name), some must not have one, and some know a fixed set of names only."},
    {code::kNotAssignable, Severity::error, "an assignment to what cannot be assigned",
     "Only some pseudo-variables can be set; $si, for one, is what the network says."},
    {code::kBadFormat, Severity::error, "a text with a broken pseudo-variable in it",
     "A dollar sign begins a pseudo-variable; the text after it is none. A dollar sign as such is written $$."},
    {code::kUnknownTransformation, Severity::error, "a transformation that nobody knows",
     "No release and no module has a transformation of this class and name."},
    {code::kTransformationNeedsModule, Severity::error, "a transformation whose module is not loaded",
     "The transformation belongs to a module; add its loadmodule."},
    {code::kTransformationNotProvided, Severity::error, "a transformation that Kukini has not yet",
     "The transformation exists in Kamailio, but not in Kukini yet. When only checking, and in blocks that no message can reach, this is a "
     "warning."},
    {code::kTransformationArguments, Severity::error, "a transformation with a wrong number of arguments",
     "Arguments follow the name, each after a comma."},
    {code::kUndefinedName, Severity::error, "a bare word where a value must stand",
     "A word without quotes is a value only where a #!define makes it one. Either the define is missing, does not hold under the "
     "conditions around it, or is misspelt, or quotes were forgotten."},
    {code::kUnknownSelect, Severity::warning, "a select that nobody knows",
     "No release and no loaded module has this select, so it never has a value."},
    {code::kUndeclaredVariable, Severity::error, "a script variable that is not declared",
     "$sel(cfg_get.group.name) and @cfg_get.group.name read variables that are declared at the top level as `group.name = value`, or that "
     "modules have."},
    {code::kDuplicateVariable, Severity::error, "a script variable that is declared twice", "Each group.name may be declared once."},
    {code::kDuplicateCase, Severity::error, "a case that stands twice in one switch",
     "The second one can never be reached; Kamailio does not start with it."},
    {code::kCaseKinds, Severity::error, "numbers and texts in one switch", "All cases of a switch are numbers, or all are texts."},
    {code::kInvalidRegex, Severity::error, "a regular expression that does not compile",
     "Expressions are POSIX extended ones. Back references are not supported: matching takes linear time, whatever the input."},
    {code::kTextForNumber, Severity::error, "a text where a number is needed",
     "&&, ||, ! and arithmetic take numbers; a text between quotes there is mostly a '=' or a '==' that went wrong. Kamailio stops with an error."},
    {code::kNoEffect, Severity::error, "a statement that does nothing",
     "A statement is a call, an assignment or a block; a value alone is none."},
    {code::kMisleadingAlgorithm, Severity::warning, "an algorithm of ds_select_dst other than the comment beside it says",
     "Algorithm 4 is round robin in every Kamailio release, though some guides call it a hash over the user. Hashes are 0 (Call-ID), "
     "1 (From URI), 2 (To URI) and 3 (user of the request URI)."},
};

}  // namespace

std::span<const Code> codes() { return kCodes; }

const Code* find_code(std::string_view id) {
  for (const auto& c : kCodes)
    if (c.id == id) return &c;
  return nullptr;
}

}  // namespace kukini::sema
