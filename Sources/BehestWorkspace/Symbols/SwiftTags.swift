/// What universal-ctags is told of Swift, which it does not know itself.
enum SwiftTags {
    /// The options that define the language.
    static let options =
        ["--langdef=SwiftSource", "--langmap=SwiftSource:.swift"]
        + kinds.map { "--kinddef-SwiftSource=\($0.letter),\($0.name),\($0.name)s" }
        + kinds.map { kind in
            "--regex-SwiftSource=/^[ \\t]*(\(modifier)[ \\t]+)*\(kind.keyword)[ \\t]+`?([A-Za-z_][A-Za-z0-9_]*)/\\3/\(kind.letter)/"
        }

    /// What stands after `class` where it does not begin a class, as in `class func`.
    static let keywords: Set = ["func", "var", "let", "subscript"]

    private static let modifier = "(@[A-Za-z_]+|[a-z]+|[a-z]+\\([a-z]+\\))"

    private static let kinds: [(letter: String, name: String, keyword: String)] = [
        ("c", "class", "class"), ("s", "struct", "struct"), ("e", "enum", "enum"), ("p", "protocol", "protocol"),
        ("a", "actor", "actor"), ("t", "typealias", "typealias"), ("f", "function", "func"),
    ]
}
