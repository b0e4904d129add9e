internal import BehestGrammar
internal import FoundationEssentials

/// Finds the types and functions of a workspace with universal-ctags.
struct SymbolReader: Sendable {
    /// The largest file that is looked into, in bytes.
    static let largestFile = 1_000_000

    let workspace: String
    let limits: WorkspaceLimits

    /// The words in a pack for several of ctags' kinds.
    private static let groups: [String: Set<String>] = [
        "types": [
            "class", "struct", "enum", "interface", "protocol", "trait", "union", "typedef", "type", "typealias",
            "actor",
            "object", "record", "module", "namespace", "annotation",
        ],
        "functions": ["function", "func", "method", "subroutine", "procedure", "singletonMethod", "generator", "fn"],
    ]

    /// One line of what ctags writes.
    private struct Tag: Decodable {
        var name: String
        var kind: String?
        var path: String?
        var language: String?
    }

    /// A symbol with all kinds of things that have its name.
    struct Symbol: Sendable, Hashable {
        var name: String
        var kinds: [String]
        var paths: [String]
    }

    /// What is defined in some files, each name once, in the order of the files.
    ///
    /// - Parameters:
    ///   - files: The files to look into.
    ///   - kinds: `types`, `functions` or kinds by ctags' names; both groups if there are none.
    /// - Returns: The symbols.
    /// - Throws: ``WorkspaceError``, `CancellationError`.
    func symbols(in files: [WorkspaceFile], kinds: [String]) async throws -> [Symbol] {
        guard !files.isEmpty else { return [] }
        let wanted = Set((kinds.isEmpty ? ["types", "functions"] : kinds).flatMap { Self.groups[$0] ?? [$0] })
        let program = WorkspaceProgram(
            arguments: ["ctags", "--options=NONE"] + SwiftTags.options + Self.omitting(wanted) + [
                "--output-format=json", "--fields=NFKl", "--sort=no", "-L", "-", "-f", "-",
            ],
            directory: workspace,
            input: files.map(\.argument).joined(separator: "\n") + "\n",
            limits: limits
        )
        let outcome = try await program.run()
        guard outcome.exitCode == 0 else {
            throw WorkspaceError(
                .programFailed,
                "ctags failed (\(outcome.complaint)); universal-ctags is needed: run scripts/setup packages."
            )
        }
        return collect(outcome.output, wanted)
    }

    /// Options that leave out what headers of C are full of, unless it is wanted: it would be most of what ctags writes.
    private static func omitting(_ wanted: Set<String>) -> [String] {
        let letters = [("macro", "d"), ("enumerator", "e"), ("member", "m")].filter { !wanted.contains($0.0) }.map(\.1)
        guard !letters.isEmpty else { return [] }
        return ["C", "C++"].map { "--kinds-\($0)=-\(letters.joined())" }
    }

    private func collect(_ output: [UInt8], _ wanted: Set<String>) -> [Symbol] {
        let decoder = JSONDecoder()
        var symbols: [Symbol] = []
        var numbers: [String: Int] = [:]
        for line in output.split(separator: UInt8(ascii: "\n")) {
            guard let tag = try? decoder.decode(Tag.self, from: Data(line)),
                let kind = tag.kind.map({ Self.kind($0, of: tag.language) }),
                wanted.contains(kind), !tag.name.hasPrefix("__anon"), !SwiftTags.keywords.contains(tag.name)
            else { continue }
            let number = numbers[tag.name] ?? symbols.count
            if number == symbols.count {
                guard symbols.count < limits.values else { break }
                numbers[tag.name] = number
                symbols.append(Symbol(name: tag.name, kinds: [], paths: []))
            }
            if !symbols[number].kinds.contains(kind) { symbols[number].kinds.append(kind) }
            if let path = tag.path, !symbols[number].paths.contains(path) { symbols[number].paths.append(path) }
        }
        return symbols
    }

    /// What a kind is called everywhere; to ctags a method of Python is a member, as a field is elsewhere.
    private static func kind(_ name: String, of language: String?) -> String {
        language == "Python" && name == "member" ? "method" : name
    }
}
