internal import BehestGrammar

/// Reads which recipes a justfile has that can be run by their name alone.
///
/// Nothing is evaluated, imported or run.
enum JustfileReader {
    private static let keywords: Set<String> = ["set", "export", "import", "mod", "unexport"]

    /// The recipes in the order of the file: those that are private, or need arguments, are left out.
    static func recipes(in text: String) -> [Recipe] {
        var recipes: [Recipe] = []
        var aliases: [(name: String, target: String)] = []
        var isPrivate = false
        /// What closes a text of several lines.
        var delimiter: String?
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            if let closing = delimiter {
                if occurrences(of: closing, in: line) % 2 == 1 { delimiter = nil }
                continue
            }
            guard let first = line.first, !first.isWhitespace, first != "#" else { continue }
            if first == "[" {
                isPrivate = isPrivate || attributes(line).contains("private")
                continue
            }
            let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
            if words.first == "alias", words.count >= 4, words[2] == ":=" {
                if !isPrivate { aliases.append((words[1], words[3])) }
            } else if line.contains(":="), isAssignment(line) || keywords.contains(words.first ?? "") {
                delimiter = ["'''", "\"\"\"", "```"].first { occurrences(of: $0, in: line) % 2 == 1 }
            } else if !keywords.contains(words.first ?? "") || line.contains(":"), let name = recipe(line), !isPrivate {
                if !name.hasPrefix("_"), !recipes.contains(where: { $0.name == name }) {
                    recipes.append(Recipe(name: name, tool: .just))
                }
            }
            isPrivate = false
        }
        for (name, target) in aliases where !name.hasPrefix("_") {
            if let index = recipes.firstIndex(where: { $0.name == target }) { recipes[index].aliases.append(name) }
        }
        return recipes
    }

    /// The name of a recipe that needs no arguments; `nil` for everything else.
    private static func recipe(_ line: Substring) -> String? {
        guard let colon = topLevelColon(in: line) else { return nil }
        let head = (line.first == "@" ? line.dropFirst() : line)[..<colon]
        var parameters = words(of: head)
        guard !parameters.isEmpty else { return nil }
        let name = parameters.removeFirst()
        let isName = name.unicodeScalars.allSatisfy {
            $0.properties.isAlphabetic || $0.properties.numericType != nil || "_-".unicodeScalars.contains($0)
        }
        // "+files" wants at least one, "*files" any number, and a default is as good as an argument.
        let isComplete = parameters.allSatisfy { $0.hasPrefix("*") || $0.contains("=") }
        return isName && isComplete ? name : nil
    }

    /// The words of a recipe's head; quotes and brackets hold together what stands in them.
    private static func words(of head: Substring) -> [String] {
        var words: [String] = []
        var word = ""
        var quote: Character?
        var depth = 0
        for character in head {
            if character.isWhitespace, quote == nil, depth == 0 {
                if !word.isEmpty { words.append(word) }
                word = ""
                continue
            }
            track(character, &quote, &depth)
            word.append(character)
        }
        return word.isEmpty ? words : words + [word]
    }

    private static func topLevelColon(in line: Substring) -> Substring.Index? {
        var quote: Character?
        var depth = 0
        for index in line.indices {
            if line[index] == ":", quote == nil, depth == 0 { return index }
            track(line[index], &quote, &depth)
        }
        return nil
    }

    private static func track(_ character: Character, _ quote: inout Character?, _ depth: inout Int) {
        if let open = quote {
            if character == open { quote = nil }
            return
        }
        switch character {
        case "'", "\"", "`": quote = character
        case "(", "{": depth += 1
        case ")", "}": depth -= 1
        default: break
        }
    }

    /// Whether the first colon is that of `:=`.
    private static func isAssignment(_ line: Substring) -> Bool {
        guard let colon = topLevelColon(in: line) else { return false }
        return line[line.index(after: colon)...].first == "="
    }

    /// The names of a line such as `[no-cd, private]`.
    private static func attributes(_ line: Substring) -> [Substring] {
        line.split { !($0.isLetter || $0 == "-" || $0 == "_") }
    }

    private static func occurrences(of text: String, in line: Substring) -> Int {
        var count = 0
        var rest = line
        while let range = rest.firstRange(of: text) {
            count += 1
            rest = rest[range.upperBound...]
        }
        return count
    }
}
