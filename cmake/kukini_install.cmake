# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
# What makes find_package(kukini) work for modules of others: headers and the package file, as component "sdk".
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

foreach(part sdk sip io manifest base)
  install(DIRECTORY ${PROJECT_SOURCE_DIR}/src/${part} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/kukini COMPONENT sdk
    FILES_MATCHING PATTERN "*.hpp")
endforeach()

set(KUKINI_INCLUDE_DIR ${CMAKE_INSTALL_INCLUDEDIR}/kukini)
set(KUKINI_LIB_DIR lib/kukini)
set(KUKINI_MODULE_DIR lib/kukini/modules)
configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/kukini-config.cmake.in ${PROJECT_BINARY_DIR}/kukini-config.cmake
  INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/kukini PATH_VARS KUKINI_INCLUDE_DIR KUKINI_LIB_DIR KUKINI_MODULE_DIR)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/kukini-config-version.cmake COMPATIBILITY SameMajorVersion)
install(FILES ${PROJECT_BINARY_DIR}/kukini-config.cmake ${PROJECT_BINARY_DIR}/kukini-config-version.cmake
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/kukini COMPONENT sdk)
