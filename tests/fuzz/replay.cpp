// SPDX-FileCopyrightText: The Kukini authors
// SPDX-License-Identifier: GPL-2.0-or-later
// Runs a fuzzer's inputs without libFuzzer: each file of the folders given, then changed copies of them (seeded) until a time is over.
//   replay_<name> [--seconds N] [--seed S] [--keep FILE] FOLDER|FILE…
// --keep writes each input to FILE before it is run, so that the one that does harm is left there.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

namespace fs = std::filesystem;

std::string keep;

void run(const std::string& text) {
  if (!keep.empty()) std::ofstream(keep, std::ios::binary) << text;
  // A block of exactly this size, so that the sanitizers see an overrun.
  auto bytes = std::make_unique<std::uint8_t[]>(text.size());
  std::copy(text.begin(), text.end(), bytes.get());
  LLVMFuzzerTestOneInput(bytes.get(), text.size());
}

std::string changed(const std::vector<std::string>& all, std::mt19937& random) {
  constexpr std::string_view kPieces[] = {"(", ")", "{", "}", "[", "]", "$", "\"", "'", "\\", "/*", "*/", "#!", "\n", "\r\n", "\r\n ", "\r", ";", ",", ":", "=", "<", ">", "@", "%",
                                          "/", "!", "|", "-", " ", "\t", "\xff", "\xc2", std::string_view("\0", 1), "99999999999999999999", "-1", "0"};
  auto text = all[random() % all.size()];
  for (auto changes = 1 + random() % 5; changes > 0 && !text.empty(); --changes) {
    const auto at = random() % text.size();
    const auto piece = kPieces[random() % std::size(kPieces)];
    const auto& other = all[random() % all.size()];
    switch (random() % 8) {
      case 0: text.insert(at, piece); break;
      case 1: text.replace(at, std::min<std::size_t>(1 + random() % 4, text.size() - at), piece); break;
      case 2: text.erase(at, 1 + random() % 16); break;
      case 3: text[at] = static_cast<char>(random()); break;
      case 4: text.insert(at, text.substr(random() % text.size(), random() % 200)); break;
      case 5: text.insert(at, other.substr(random() % other.size(), random() % 200)); break;
      case 6: text.resize(at); break;
      default: text.insert(at, std::string(random() % 300, text[at])); break;
    }
  }
  return text;
}

}  // namespace

int main(int argc, char** argv) {
  double seconds = 0;
  unsigned seed = 1;
  std::vector<std::string> all;
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    const auto read = [&](const fs::path& path) {
      std::ifstream in(path, std::ios::binary);
      all.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
    };
    if (word == "--seconds" && i + 1 < argc) {
      seconds = std::atof(argv[++i]);
    } else if (word == "--seed" && i + 1 < argc) {
      seed = static_cast<unsigned>(std::atoi(argv[++i]));
    } else if (word == "--keep" && i + 1 < argc) {
      keep = argv[++i];
    } else if (fs::is_directory(word)) {
      std::vector<fs::path> files;
      for (const auto& entry : fs::directory_iterator(word))
        if (entry.is_regular_file()) files.push_back(entry.path());
      std::sort(files.begin(), files.end());
      std::for_each(files.begin(), files.end(), read);
    } else if (fs::exists(word)) {
      read(word);
    } else {
      std::cerr << "replay: no such file: " << word << "\n";
      return 2;
    }
  }
  std::erase(all, std::string());
  if (all.empty()) {
    std::cerr << "replay: no inputs\n";
    return 2;
  }
  run("");
  for (const auto& text : all) run(text);
  std::mt19937 random(seed);
  std::size_t rounds = 0;
  const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
  for (; std::chrono::steady_clock::now() < end; ++rounds) run(changed(all, random));
  std::cout << all.size() << " inputs and " << rounds << " changed ones were run\n";
}
