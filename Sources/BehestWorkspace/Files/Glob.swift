/// A pattern for paths, as shells and `.gitignore` files know them: `*` and `?` within one name, `**` over folders, `[a-z]`,
/// `{one,other}`.
struct Glob: Sendable, Hashable {
    /// The most alternatives that braces may stand for.
    static let mostAlternatives = 64

    /// One name of the path.
    private enum Component: Sendable, Hashable {
        case names([Sign])
        /// Any number of folders.
        case anywhere
    }

    private enum Sign: Sendable, Hashable {
        case character(Character)
        case one
        case many
        case oneOf([ClosedRange<Character>], isNegated: Bool)
    }

    private let alternatives: [[Component]]
    /// Whether it ends in a slash, which only folders do.
    let isForFolders: Bool
    /// Whether its last name is `**`, which stands for files alone.
    let endsAnywhere: Bool

    /// Reads a pattern; nothing is no pattern, everything is one.
    init(_ pattern: String) {
        var pattern = pattern[...]
        if pattern.hasPrefix("./") { pattern = pattern.dropFirst(2) }
        isForFolders = pattern.hasSuffix("/")
        alternatives = Self.alternatives(of: String(pattern)).map { text in
            text.split(separator: "/").map { $0 == "**" ? .anywhere : .names(Self.signs(of: Array($0))) }
        }
        endsAnywhere = !isForFolders && alternatives.contains { $0.last == .anywhere }
    }

    /// Whether a file or a folder is meant.
    func matches(_ file: WorkspaceFile) -> Bool {
        if file.isFolder ? endsAnywhere : isForFolders { return false }
        return matches(path: file.path)
    }

    /// Whether a path is meant, whatever it leads to.
    func matches(path: String) -> Bool {
        let names = path.split(separator: "/").map { Array($0) }
        return alternatives.contains { Self.matches($0, names) }
    }

    /// All ways to read the names one after the other: those of the pattern that may come next.
    private static func matches(_ components: [Component], _ names: [[Character]]) -> Bool {
        var open = Set([0])
        func close(_ states: Set<Int>) -> Set<Int> {
            var all = states
            for state in states.sorted() {
                var next = state
                while next < components.count, components[next] == .anywhere {
                    next += 1
                    all.insert(next)
                }
            }
            return all
        }
        open = close(open)
        for name in names {
            var next: Set<Int> = []
            for state in open where state < components.count {
                switch components[state] {
                case .anywhere: next.insert(state)
                case .names(let signs): if matches(signs, name) { next.insert(state + 1) }
                }
            }
            open = close(next)
            if open.isEmpty { return false }
        }
        return open.contains(components.count)
    }

    /// Goes back to the last `*` where the rest does not fit; so the time is bounded by the product of the lengths.
    private static func matches(_ signs: [Sign], _ name: [Character]) -> Bool {
        var (sign, place) = (0, 0)
        var retry: (sign: Int, place: Int)?
        while place < name.count {
            if sign < signs.count, signs[sign] == .many {
                retry = (sign, place)
                sign += 1
            } else if sign < signs.count, fits(signs[sign], name[place]) {
                sign += 1
                place += 1
            } else if let last = retry {
                retry = (last.sign, last.place + 1)
                (sign, place) = (last.sign + 1, last.place + 1)
            } else {
                return false
            }
        }
        return signs[sign...].allSatisfy { $0 == .many }
    }

    private static func fits(_ sign: Sign, _ character: Character) -> Bool {
        switch sign {
        case .character(let wanted): wanted == character
        case .one, .many: true
        case .oneOf(let ranges, let isNegated): ranges.contains { $0.contains(character) } != isNegated
        }
    }

    private static func signs(of text: [Character]) -> [Sign] {
        var signs: [Sign] = []
        var place = 0
        while place < text.count {
            switch text[place] {
            case "*": if signs.last != .many { signs.append(.many) }
            case "?": signs.append(.one)
            case "\\" where place + 1 < text.count:
                place += 1
                signs.append(.character(text[place]))
            case "[":
                guard let (set, end) = set(in: text, from: place) else {
                    signs.append(.character("["))
                    break
                }
                signs.append(set)
                place = end
            default: signs.append(.character(text[place]))
            }
            place += 1
        }
        return signs
    }

    /// Reads `[a-z]`; `nil` if it does not end.
    private static func set(in text: [Character], from start: Int) -> (Sign, end: Int)? {
        var place = start + 1
        let isNegated = place < text.count && (text[place] == "!" || text[place] == "^")
        if isNegated { place += 1 }
        var ranges: [ClosedRange<Character>] = []
        let first = place
        while place < text.count, text[place] != "]" || place == first {
            let low = text[place]
            if place + 2 < text.count, text[place + 1] == "-", text[place + 2] != "]" {
                ranges.append(min(low, text[place + 2])...max(low, text[place + 2]))
                place += 3
            } else {
                ranges.append(low...low)
                place += 1
            }
        }
        return place < text.count ? (.oneOf(ranges, isNegated: isNegated), place) : nil
    }

    /// Writes braces out.
    private static func alternatives(of pattern: String) -> [String] {
        var open = [pattern]
        var done: [String] = []
        while let next = open.popLast() {
            guard open.count + done.count < mostAlternatives, let start = next.firstIndex(of: "{"),
                let end = next[start...].firstIndex(of: "}")
            else {
                done.append(next)
                continue
            }
            // The innermost pair is written out first.
            let inner = next[..<end].lastIndex(of: "{") ?? start
            let choices = next[next.index(after: inner)..<end].split(separator: ",", omittingEmptySubsequences: false)
            let (before, after) = (next[..<inner], next[next.index(after: end)...])
            for choice in choices.reversed() { open.append("\(before)\(choice)\(after)") }
        }
        return done
    }
}
