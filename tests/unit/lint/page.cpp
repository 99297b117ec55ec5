// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Reading the examples of a page.
#include "page.hpp"

#include <sstream>

namespace kukini::lint::test {

std::vector<Example> examples(std::string_view page, std::string_view heading) {
  std::vector<Example> all;
  Example example;
  std::istringstream in{std::string(page)};
  bool below = false;
  bool inside = false;
  ExampleFile file;
  bool named = false;
  for (std::string line; std::getline(in, line);) {
    if (inside) {
      if (line.starts_with("```")) {
        inside = false;
        if (!below) continue;
        example.files.push_back(file);
        if (named) continue;
        // The file to lint ends the example.
        example.main = file.name;
        all.push_back(std::move(example));
        example = {};
      } else {
        file.text += line + "\n";
      }
    } else if (line.starts_with("## ")) {
      below = line.substr(3).starts_with(heading);
    } else if (line.starts_with("```")) {
      inside = true;
      named = false;
      file = {};
      std::istringstream words(line.substr(3));
      std::string language, word;
      words >> language;
      file.name = language == "dispatcher.list" ? language : "test.cfg";
      while (words >> word) {
        auto equals = word.find('=');
        auto key = word.substr(0, equals);
        auto value = equals == std::string::npos ? std::string() : word.substr(equals + 1);
        if (key == "file") {
          file.name = value;
          named = true;
        } else if (key == "mode") {
          file.mode = static_cast<unsigned>(std::stoul(value, nullptr, 8));
        } else if (key == "target") {
          example.target = value;
        }
      }
    }
  }
  return all;
}

}  // namespace kukini::lint::test
