/// What a task needs of who is to do it.
public struct TeamNeeds: Sendable, Hashable, Codable {
    /// Skills, all of which it must have.
    public var skills: [String]
    /// Languages, all of which it must know.
    public var languages: [String]
    /// Paths of the workspace that it is about, for all of which it must be.
    public var paths: [String]
    /// Whether it must be trusted.
    public var isTrusted: Bool
    /// The only ones that may be asked; `nil` for all.
    public var names: [String]?

    /// Makes needs.
    public init(
        skills: [String] = [],
        languages: [String] = [],
        paths: [String] = [],
        isTrusted: Bool = false,
        names: [String]? = nil
    ) {
        self.skills = skills
        self.languages = languages
        self.paths = paths
        self.isTrusted = isTrusted
        self.names = names
    }

    /// How well a member fits.
    enum Fit: Sendable, Hashable {
        /// So many points, for what it names of what is needed; and what these are, in words.
        case fits(points: Int, words: [String])
        /// Why it does not.
        case doesNot(String)
    }

    /// The points for each language and each path that a member names itself: who is for anything has none.
    static let pointsForNamed = 10

    /// Looks how well a member fits.
    func fit(of member: TeamMember) -> Fit {
        if let names, !names.contains(member.name) { return .doesNot("it is not among those that may be asked") }
        if isTrusted, !member.isTrusted { return .doesNot("it is not trusted") }
        if let skill = skills.first(where: { !member.skills.contains($0) }) {
            return .doesNot("it does not have the skill '\(skill)'")
        }
        if !member.languages.isEmpty, let language = languages.first(where: { !member.languages.contains($0) }) {
            return .doesNot("it does not know '\(language)'")
        }
        let patterns = member.paths.map(PathPattern.init)
        if !patterns.isEmpty, let path = paths.first(where: { path in !patterns.contains { $0.matches(path) } }) {
            return .doesNot("it is not for '\(path)'")
        }
        var (points, words): (Int, [String]) = (0, [])
        if !skills.isEmpty { words.append("has \(skills.inWords)") }
        if !languages.isEmpty, !member.languages.isEmpty {
            points += languages.count * Self.pointsForNamed
            words.append("knows \(languages.inWords)")
        }
        if !paths.isEmpty, !patterns.isEmpty {
            points += paths.count * Self.pointsForNamed
            words.append("is for \(paths.inWords)")
        }
        return .fits(points: points, words: words)
    }
}

/// A pattern of paths: `*` stands for anything within a name, `**` for any number of folders.
struct PathPattern: Sendable, Hashable {
    private let parts: [[Unicode.Scalar]]

    init(_ text: String) { parts = Self.parts(of: text) }

    /// Whether a path of the workspace is meant.
    func matches(_ path: String) -> Bool {
        let names = Self.parts(of: path)
        guard !names.contains(Array("..".unicodeScalars)) else { return false }
        // Which beginnings of the path the pattern's beginning stands for.
        var reached = [true] + Array(repeating: false, count: names.count)
        for part in parts {
            var next = Array(repeating: false, count: names.count + 1)
            if part == Array("**".unicodeScalars) {
                var isOpen = false
                for index in reached.indices {
                    isOpen = isOpen || reached[index]
                    next[index] = isOpen
                }
            } else {
                for index in names.indices where reached[index] {
                    next[index + 1] = Self.matches(part[...], names[index][...])
                }
            }
            reached = next
        }
        return reached[names.count]
    }

    private static func parts(of text: String) -> [[Unicode.Scalar]] {
        text.split(separator: "/").filter { $0 != "." }.map { Array($0.unicodeScalars) }
    }

    /// Goes back to the last star only, so that the time is bounded by the product of the lengths.
    private static func matches(_ pattern: ArraySlice<Unicode.Scalar>, _ name: ArraySlice<Unicode.Scalar>) -> Bool {
        var (place, position) = (pattern.startIndex, name.startIndex)
        var star: (pattern: Int, name: Int)?
        while position < name.endIndex {
            if place < pattern.endIndex, pattern[place] == "*" {
                star = (place, position)
                place += 1
            } else if place < pattern.endIndex, pattern[place] == name[position] {
                place += 1
                position += 1
            } else if let last = star {
                star = (last.pattern, last.name + 1)
                (place, position) = (last.pattern + 1, last.name + 1)
            } else {
                return false
            }
        }
        return pattern[place...].allSatisfy { $0 == "*" }
    }
}

extension [String] {
    /// Names in a sentence.
    var inWords: String {
        let quoted = map { "'\($0)'" }
        guard let last = quoted.last, quoted.count > 1 else { return quoted.first ?? "nothing" }
        return quoted.dropLast().joined(separator: ", ") + " and " + last
    }
}
