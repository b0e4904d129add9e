/// Reads the sentence part of a pack from its YAML values.
struct PackReader {
    let file: String
    let purpose: GrammarPack.Purpose
    var diagnostics: [Diagnostic] = []

    init(file: String, purpose: GrammarPack.Purpose) {
        self.file = file
        self.purpose = purpose
    }

    private static let keys = Keys(
        read: [
            "language", "intents", "lists", "expansion_rules", "skip_words", "workflows", "scripts", "settings",
            "tests",
        ],
        harmless: ["responses", "metadata"]
    )

    /// Reads a whole file.
    mutating func read(_ root: PackNode?) -> GrammarPack? {
        guard let root, root.text != "" else {
            report(.error, "empty-pack", "the file is empty", at: nil, hint: "begin with 'language: en' and 'intents:'")
            return nil
        }
        guard let entries = mapping(root, of: "a pack") else { return nil }
        check(entries, against: Self.keys, of: "a pack")
        let intents = readIntents(root["intents"])
        if intents.isEmpty, purpose == .pack, !diagnostics.contains(where: { $0.severity == .error }) {
            report(
                .error,
                "no-intents",
                "the pack has no intents",
                at: root["intents"]?.range,
                hint: "name what can be asked for under 'intents:'"
            )
        }
        let pack = GrammarPack(
            file: file,
            language: root["language"].flatMap { text($0, of: "language") } ?? "en",
            workflows: root["workflows"],
            scripts: root["scripts"],
            intents: intents,
            lists: readLists(root["lists"]),
            rules: readRules(root["expansion_rules"]),
            skipWords: readTexts(root["skip_words"], of: "skip_words"),
            ignoresSpaces: readIgnoresSpaces(root["settings"]),
            tests: readTests(root["tests"])
        )
        checkTests(of: pack, in: root["tests"])
        return pack
    }

    private mutating func readIgnoresSpaces(_ node: PackNode?) -> Bool {
        guard let node, let entries = mapping(node, of: "settings") else { return false }
        check(entries, against: Keys(read: ["ignore_whitespace"], harmless: ["filter_with_regex"]), of: "settings")
        return node["ignore_whitespace"]?.slotValue?.isTrue ?? false
    }

    /// Reads rules by name.
    mutating func readRules(_ node: PackNode?) -> [String: Template] {
        guard let node, let entries = mapping(node, of: "expansion_rules") else { return [:] }
        var rules: [String: Template] = [:]
        for entry in entries {
            guard let name = entry.key.text, text(entry.value, of: "a rule") != nil else { continue }
            rules[name] = Template(parsing: entry.value, diagnostics: &diagnostics)
        }
        return rules
    }

    /// Reads a list of single values.
    mutating func readTexts(_ node: PackNode?, of name: String) -> [PackNode] {
        guard let node, !node.isNull else { return [] }
        guard let elements = node.elements else {
            reportWrongType(node, of: name, wanted: "a list")
            return []
        }
        return elements.filter { text($0, of: "each of \(name)") != nil }
    }
}

// MARK: - Types and keys

extension PackReader {
    /// The keys of one kind of mapping.
    struct Keys {
        /// The keys that are read.
        var read: [String]
        /// The keys that the format has and matching does not need.
        var harmless: [String] = []
    }

    /// The entries of a value that must be a mapping.
    mutating func mapping(_ node: PackNode, of name: String) -> [PackNode.Entry]? {
        if node.isNull { return [] }
        if node.entries == nil { reportWrongType(node, of: name, wanted: "a mapping") }
        return node.entries
    }

    /// The text of a value that must be a scalar.
    mutating func text(_ node: PackNode, of name: String) -> String? {
        if node.text == nil { reportWrongType(node, of: name, wanted: "a single value") }
        return node.text
    }

    /// Warns of keys that are unknown.
    mutating func check(_ entries: [PackNode.Entry], against keys: Keys, of name: String) {
        for entry in entries {
            guard let key = entry.key.text, !keys.read.contains(key), !keys.harmless.contains(key) else { continue }
            report(
                .warning,
                "unknown-key",
                "\(name) has no key '\(key)'",
                at: entry.key.range,
                hint: Suggestion.nearest(to: key, in: keys.read + keys.harmless)
            )
        }
    }

    /// Adds a diagnostic.
    mutating func report(
        _ severity: Diagnostic.Severity,
        _ code: String,
        _ message: String,
        at range: SourceRange?,
        hint: String? = nil
    ) {
        diagnostics.append(Diagnostic(severity, code: code, message, at: range, hint: hint))
    }

    /// Reports a value of a kind that does not belong there.
    mutating func reportWrongType(_ node: PackNode, of name: String, wanted: String) {
        report(.error, "wrong-type", "\(name) must be \(wanted), not \(node.kindName)", at: node.range)
    }
}
