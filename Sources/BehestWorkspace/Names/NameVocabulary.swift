/// The words of one language for the signs in names and for where a thing lies.
public struct NameVocabulary: Sendable, Hashable {
    /// How `.` is said.
    public var dot: String
    /// How `-` is said.
    public var dash: String
    /// How `_` is said.
    public var underscore: String
    /// How `/` is said.
    public var slash: String
    /// The word between a thing and the folder it lies in.
    public var within: String
    /// The ways to say that a thing lies in no folder.
    public var atTheTop: [String]

    /// The words of a language such as `en` or `de-AT`; a language that is not known gets the English ones, which
    /// programmers say everywhere.
    public init(language: String) {
        switch language.lowercased().prefix(while: { $0.isLetter }) {
        case "de": self = .german
        case "fr": self = .french
        default: self = .english
        }
    }

    private init(
        dot: String,
        dash: String,
        underscore: String,
        slash: String,
        within: String,
        atTheTop: [String]
    ) {
        self.dot = dot
        self.dash = dash
        self.underscore = underscore
        self.slash = slash
        self.within = within
        self.atTheTop = atTheTop
    }

    static let english = NameVocabulary(
        dot: "dot",
        dash: "dash",
        underscore: "underscore",
        slash: "slash",
        within: "in",
        atTheTop: ["in the root", "at the top", "at the top level"]
    )

    static let german = NameVocabulary(
        dot: "Punkt",
        dash: "Minus",
        underscore: "Unterstrich",
        slash: "Schrägstrich",
        within: "in",
        atTheTop: ["ganz oben"]
    )

    static let french = NameVocabulary(
        dot: "point",
        dash: "tiret",
        underscore: "tiret bas",
        slash: "slash",
        within: "dans",
        atTheTop: ["à la racine"]
    )

    /// How a sign between the words of a name is said.
    func word(for sign: Character) -> String? {
        switch sign {
        case ".": dot
        case "-": dash
        case "_": underscore
        case "/": slash
        default: nil
        }
    }
}
