/// Makes the ways to say a name out of how it is written.
///
/// ```swift
/// SpokenName(language: "en").forms(ofFile: "UserStore.swift")
/// // "user store", "user store dot swift", "user store swift"
/// ```
///
/// Numbers stay digits: the grammar that the forms go into knows how its language says them.
public struct SpokenName: Sendable {
    /// The most ways of one part of a name.
    static let mostVariants = 6

    let vocabulary: NameVocabulary

    /// Makes the forms in a language such as `en`.
    public init(language: String) {
        vocabulary = NameVocabulary(language: language)
    }

    /// The ways to say a name that is one word to a program, such as that of a type or a function.
    public func forms(ofIdentifier name: String) -> [String] {
        let pieces = NamePiece.pieces(of: name)
        return unique(plainForms(of: pieces) + [formWithSigns(of: pieces)].compactMap { $0 })
    }

    /// The ways to say a file's name, with and without its ending.
    public func forms(ofFile name: String) -> [String] {
        let (stem, ending) = Self.parts(ofFile: name)
        guard let ending else { return forms(ofIdentifier: stem) }
        let stems = forms(ofIdentifier: stem)
        var forms = stems
        let endings = endings(ending)
        for ending in endings { forms += stems.prefix(3).map { "\($0) \(vocabulary.dot) \(ending)" } }
        // "user store swift": the dot is often not said.
        if let first = stems.first { forms += endings.filter { !$0.contains(" ") }.map { "\(first) \($0)" } }
        return unique(forms)
    }

    /// A file's name without its ending, and the ending; a name that only begins with a dot has none.
    static func parts(ofFile name: String) -> (stem: String, ending: String?) {
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return (name, nil) }
        let ending = name[name.index(after: dot)...]
        guard !ending.isEmpty, ending.count <= 12, ending.allSatisfy({ $0.isLetter || $0.isWholeNumber }) else {
            return (name, nil)
        }
        return (String(name[..<dot]), String(ending))
    }

    /// The ways to say the ending of a file's name.
    private func endings(_ ending: String) -> [String] {
        let ending = ending.lowercased()
        var forms = plainForms(of: NamePiece.pieces(of: ending))
        if ending.count <= 4, ending.allSatisfy(\.isLetter) { forms.append(NamePiece.oneByOne(ending)) }
        return unique(forms + [Self.languagesOfEndings[ending]].compactMap { $0 })
    }

    /// What the endings of files are called after, where that is said rather than the ending.
    private static let languagesOfEndings = [
        "py": "python", "rs": "rust", "js": "javascript", "ts": "typescript", "md": "markdown", "kt": "kotlin",
        "rb": "ruby", "yml": "yaml", "txt": "text",
    ]

    /// The words of a name without its signs, in all ways to say its parts.
    func plainForms(of pieces: [NamePiece]) -> [String] {
        let variants = pieces.map(\.variants).filter { !$0.isEmpty }
        guard !variants.isEmpty else { return [] }
        var forms = [[String]()]
        for part in variants {
            // Of names with many such parts, those forms are kept in which the last parts vary least.
            forms = Array(part.flatMap { variant in forms.map { $0 + [variant] } }.prefix(Self.mostVariants))
        }
        return forms.map { $0.joined(separator: " ") }
    }

    /// The words of a name with its signs said; `nil` if it has none that are.
    private func formWithSigns(of pieces: [NamePiece]) -> String? {
        var hasSigns = false
        let words = pieces.compactMap { piece -> String? in
            guard case .sign(let sign) = piece else { return piece.variants.first }
            guard let word = vocabulary.word(for: sign) else { return nil }
            hasSigns = true
            return word
        }
        return hasSigns && pieces.contains { !$0.variants.isEmpty } ? words.joined(separator: " ") : nil
    }

    func unique(_ forms: [String]) -> [String] {
        var seen: Set<String> = []
        return forms.filter { !$0.isEmpty && seen.insert($0).inserted }
    }
}
