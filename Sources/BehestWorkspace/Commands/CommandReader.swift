internal import BehestGrammar
internal import FoundationEssentials

/// Reads the values of a list from what a program writes: one a line, or a JSON array of texts or of `in`, `out`, `context`.
struct CommandReader: Sendable {
    /// The longest line that is a value, in bytes.
    static let longestLine = 400

    let workspace: String
    let limits: WorkspaceLimits
    let names: SpokenName

    /// Runs the program and reads what it writes.
    ///
    /// - Throws: ``WorkspaceError`` when it fails; `CancellationError`.
    func values(of arguments: [String]) async throws -> [ListSource.Value] {
        let program = WorkspaceProgram(arguments: arguments, directory: workspace, limits: limits)
        let outcome = try await program.run()
        let name = arguments.first ?? ""
        guard outcome.exitCode == 0 else {
            let complaint = outcome.complaint.isEmpty ? "and said nothing" : "and said: \(outcome.complaint)"
            throw WorkspaceError(.programFailed, "'\(name)' exited with code \(outcome.exitCode), \(complaint)")
        }
        guard let text = String(validating: outcome.output, as: UTF8.self) else {
            throw WorkspaceError(.unreadable, "What '\(name)' writes is not valid UTF-8.")
        }
        let first = text.first { !$0.isWhitespace }
        return first == "[" ? try values(ofJSON: outcome.output, by: name) : values(ofLines: text)
    }

    private func values(ofLines text: String) -> [ListSource.Value] {
        let lines = text.split(whereSeparator: \.isNewline).map { String($0).trimmed }
        var seen: Set<String> = []
        let values = lines.filter { !$0.isEmpty && $0.utf8.count <= Self.longestLine && seen.insert($0).inserted }
        return names.values(
            ofNames: values.prefix(limits.values).map { (.text($0), [:], names.forms(ofIdentifier: $0)) }
        )
    }

    private func values(ofJSON bytes: [UInt8], by name: String) throws -> [ListSource.Value] {
        let entries: [CommandEntry]
        do {
            entries = try JSONDecoder().decode([CommandEntry].self, from: Data(bytes))
        } catch {
            throw WorkspaceError(
                .unreadable,
                "What '\(name)' writes begins like JSON, but is no array of texts or of objects with 'in' and 'out'."
            )
        }
        return names.values(
            ofNames: entries.prefix(limits.values).map { entry in
                (entry.out, entry.context, entry.spoken ?? names.forms(ofIdentifier: entry.out.description))
            }
        )
    }
}

/// One value that a program writes as JSON.
private struct CommandEntry: Decodable {
    /// The ways to say it; `nil` when they are made from what it means.
    var spoken: [String]?
    var out: SlotValue
    var context: [String: SlotValue]

    private enum Key: String, CodingKey {
        case spoken = "in"
        case out, context
    }

    init(from decoder: any Decoder) throws {
        context = [:]
        if let text = try? decoder.singleValueContainer().decode(SlotValue.self) {
            out = text
            return
        }
        let entry = try decoder.container(keyedBy: Key.self)
        if let texts = try? entry.decode([String].self, forKey: .spoken) {
            spoken = texts
        } else {
            spoken = try entry.decodeIfPresent(String.self, forKey: .spoken).map { [$0] }
        }
        guard let meant = try entry.decodeIfPresent(SlotValue.self, forKey: .out) ?? spoken?.first.map(SlotValue.text)
        else { throw DecodingError.valueNotFound(SlotValue.self, .init(codingPath: [], debugDescription: "no value")) }
        out = meant
        context = try entry.decodeIfPresent([String: SlotValue].self, forKey: .context) ?? [:]
    }
}
