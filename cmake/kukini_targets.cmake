# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
# How each kind of target is declared: one line per layer, module, tool and test suite; sources are found by folder.
include(GNUInstallDirs)

# A layer of src/: static library kukini_<name> of all sources below its folder.
function(kukini_layer name)
  cmake_parse_arguments(A "" "" "DEPS" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  if(sources)
    add_library(kukini_${name} STATIC ${sources})
    set(scope PUBLIC)
  else()
    add_library(kukini_${name} INTERFACE)
    set(scope INTERFACE)
  endif()
  target_include_directories(kukini_${name} ${scope} ${PROJECT_SOURCE_DIR}/src ${PROJECT_BINARY_DIR}/generated)
  target_link_libraries(kukini_${name} ${scope} ${A_DEPS})
endfunction()

# A module: lib/kukini/modules/<name>.so of all sources in its folder; the SDK is all it may use besides LIBS.
function(kukini_module name)
  cmake_parse_arguments(A "" "" "LIBS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  add_library(module_${name} MODULE ${sources})
  set_target_properties(module_${name} PROPERTIES PREFIX "" OUTPUT_NAME ${name}
    LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/lib/kukini/modules)
  target_include_directories(module_${name} PRIVATE ${PROJECT_SOURCE_DIR}/src)
  target_link_libraries(module_${name} PRIVATE kukini_sdk ${A_LIBS})
  install(TARGETS module_${name} LIBRARY DESTINATION lib/kukini/modules)
  set_property(GLOBAL APPEND PROPERTY KUKINI_MODULES ${name})
endfunction()

# A program in bin/ of the sources in its folder; installed into sbin, a USER_COMMAND into bin.
function(kukini_program name)
  cmake_parse_arguments(A "NO_INSTALL;USER_COMMAND" "" "DEPS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  add_executable(${name} ${sources})
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR}/src)
  target_link_libraries(${name} PRIVATE ${A_DEPS})
  if(NOT A_NO_INSTALL)
    if(A_USER_COMMAND)
      install(TARGETS ${name} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
    else()
      install(TARGETS ${name} RUNTIME DESTINATION ${CMAKE_INSTALL_SBINDIR})
    endif()
  endif()
endfunction()

# A GoogleTest suite of the *_test.cpp files in one folder.
function(kukini_unit_tests name)
  cmake_parse_arguments(A "" "" "DEPS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  add_executable(unit_${name} ${sources})
  target_include_directories(unit_${name} PRIVATE ${PROJECT_SOURCE_DIR}/src ${PROJECT_SOURCE_DIR}/tests/support)
  target_link_libraries(unit_${name} PRIVATE ${A_DEPS} GTest::gtest_main GTest::gtest)
  add_test(NAME unit_${name} COMMAND unit_${name})
  set_tests_properties(unit_${name} PROPERTIES LABELS unit
    ENVIRONMENT "KUKINI_BIN=${CMAKE_BINARY_DIR}/bin;KUKINI_MODULES=${CMAKE_BINARY_DIR}/lib/kukini/modules;KUKINI_SOURCE=${PROJECT_SOURCE_DIR};${KUKINI_SANITIZER_ENV}")
endfunction()
