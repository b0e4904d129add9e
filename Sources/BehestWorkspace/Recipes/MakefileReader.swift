internal import BehestGrammar

/// Reads which targets a Makefile names outright.
///
/// Nothing is expanded, included or run.
enum MakefileReader {
    private static let directives: Set<Substring> = [
        "include", "-include", "sinclude", "ifeq", "ifneq", "ifdef", "ifndef", "else", "endif", "export", "unexport",
        "override", "private", "vpath", "undefine", "load",
    ]

    /// The targets in the order of the file.
    ///
    /// Patterns, targets with variables in their names, special ones such as `.PHONY`, and files in folders, unless they
    /// are declared phony, are left out.
    static func recipes(in text: String) -> [Recipe] {
        var targets: [String] = []
        var phony: Set<String> = []
        var isDefinition = false
        for line in logicalLines(of: text) {
            let words = line.split(whereSeparator: \.isWhitespace)
            guard let first = words.first else { continue }
            if isDefinition {
                isDefinition = first != "endef"
                continue
            }
            if first == "define" || words.starts(with: ["override", "define"]) {
                isDefinition = true
                continue
            }
            // What begins with a tab is what a target does.
            if line.first == "\t" || directives.contains(first) { continue }
            guard let (names, rest) = rule(line) else { continue }
            if names == [".PHONY"] {
                phony.formUnion(rest.split(whereSeparator: \.isWhitespace).map(String.init))
            } else {
                targets += names.map(String.init)
            }
        }
        var seen: Set<String> = []
        return targets.filter { name in
            let isPlain = !name.hasPrefix(".") && !name.contains { "%$()*?[]".contains($0) }
            return isPlain && (!name.contains("/") || phony.contains(name)) && seen.insert(name).inserted
        }.map { Recipe(name: $0, tool: .make) }
    }

    /// The targets and the prerequisites of a line; `nil` when it is no rule, such as an assignment.
    private static func rule(_ line: String) -> (names: [Substring], rest: Substring)? {
        guard let colon = topLevelColon(in: line) else { return nil }
        var head = line[..<colon]
        guard !head.contains("=") else { return nil }
        var rest = line[line.index(after: colon)...]
        if rest.first == ":" { rest.removeFirst() }
        if rest.first == "=" || rest.hasPrefix(":=") { return nil }
        // Grouped targets: "a b &: c".
        if head.last == "&" { head.removeLast() }
        // "target: NAME = value" gives a variable a value for that target.
        let prerequisites = rest.prefix { $0 != ";" }
        guard !prerequisites.contains("=") else { return nil }
        return (head.split(whereSeparator: \.isWhitespace), prerequisites)
    }

    /// The first colon that is in no variable's name.
    private static func topLevelColon(in line: String) -> String.Index? {
        var depth = 0
        for index in line.indices {
            switch line[index] {
            case "(", "{": depth += 1
            case ")", "}": depth -= 1
            case ":" where depth <= 0: return index
            default: break
            }
        }
        return nil
    }

    /// The lines with those that go on joined, without comments.
    private static func logicalLines(of text: String) -> [String] {
        var lines: [String] = []
        var part = ""
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            let backslashes = line.reversed().prefix { $0 == "\\" }.count
            if !backslashes.isMultiple(of: 2) {
                part += "\(line.dropLast()) "
                continue
            }
            let whole = part + line
            part = ""
            lines.append(whole.first == "\t" ? whole : String(whole.prefix { $0 != "#" }))
        }
        return part.isEmpty ? lines : lines + [part]
    }
}
