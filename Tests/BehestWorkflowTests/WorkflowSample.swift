import BehestGrammar
import Testing

@testable import BehestWorkflow

/// Workflows of a pack whose intent `Do` has the slots `x` and `y`.
enum WorkflowSample {
    static let agents = [
        AgentSignature("tracker/create", required: ["title"], optional: ["labels", "body"]),
        AgentSignature("script", optional: ["x", "y", "n"]),
    ]

    /// Reads what stands under `Do`, from the third line on.
    static func read(_ body: String, scripts: String? = nil) throws -> ([WorkflowDefinition], [String]) {
        let head = scripts.map { "scripts:\n\(indented($0))\n" } ?? ""
        let text = "\(head)workflows:\n  Do:\n\(indented(indented(body)))\n"
        let document = PackDocument(text: text, file: "p.yaml")
        let root = try #require(document.root, "\(document.diagnostics.map(\.message))")
        let reading = WorkflowReader.read(
            try #require(root["workflows"]),
            scripts: root["scripts"],
            slots: ["Do": ["x", "y"], "Undo": []],
            agents: agents
        )
        return (reading.definitions, reading.diagnostics.map(line))
    }

    static func definition(_ body: String, scripts: String? = nil) throws -> WorkflowDefinition {
        let (definitions, diagnostics) = try read(body, scripts: scripts)
        #expect(diagnostics == [])
        return try #require(definitions.first)
    }

    static func plan(
        _ body: String,
        scripts: String? = nil,
        _ slots: [String: SlotValue] = [:],
        environment: [String: String] = [:]
    ) throws -> Plan {
        let slots = slots.map { Interpretation.Slot(name: $0.key, value: $0.value, text: "", span: nil) }
        return try Planner([try definition(body, scripts: scripts)], environment: environment).plan(
            Interpretation(intent: "Do", slots: slots, manner: .exact),
            words: "do it",
            workspace: "/work"
        )
    }

    /// A mistake on one line, with its place.
    static func line(_ diagnostic: Diagnostic) -> String {
        let start = diagnostic.range.map { "\($0.start.line):\($0.start.column)" } ?? "-"
        return "\(start) \(diagnostic.message)\(diagnostic.hint.map { " (\($0))" } ?? "")"
    }

    private static func indented(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { "  \($0)" }.joined(separator: "\n")
    }
}

/// What is wrong with what stands under `Do`, for tables.
struct DiagnosedWorkflow: Sendable, CustomTestStringConvertible {
    var name: String
    var body: String
    var scripts: String?
    var expected: [String]
    var testDescription: String { name }

    init(_ name: String, _ body: String, scripts: String? = nil, _ expected: String...) {
        self.name = name
        self.body = body
        self.scripts = scripts
        self.expected = expected
    }

    func check() throws {
        let (definitions, diagnostics) = try WorkflowSample.read(body, scripts: scripts)
        #expect(diagnostics == expected)
        #expect(definitions.isEmpty)
    }
}
