import BehestGrammar

/// What a workflow offers instead of its steps.
extension DefinitionReader {
    private static let offerKeys = ["id", "uses", "with", "ask", "steps", "say"]

    /// How long a look may take: somebody waits for it.
    private static let lookTimeout = Duration.seconds(10)

    mutating func readOffer(_ node: PackNode) -> WorkflowDefinition.Offer? {
        let fields = log.fields(of: node, "an offer", keys: Self.offerKeys, later: [])
        guard let entries = node.entries else { return nil }
        for key in ["uses", "ask", "steps"] where fields[key] == nil {
            log.error("incomplete-offer", "the offer has no '\(key)'", at: node.range)
        }
        // What looks is read as a step of its own.
        let lookKeys = ["id", "uses", "with"]
        let look = PackNode(.mapping(entries.filter { lookKeys.contains($0.key.text ?? "") }), at: node.range)
        var reader = StepReader(parts: parts, scope: baseScope, log: log)
        guard let uses = fields["uses"], var step = reader.read(look, number: 1) else { return nil }
        log = reader.log
        if fields["id"] == nil { step.id = "offer" }
        step.timeout = Self.lookTimeout
        checkThatItOnlyLooks(uses)

        var scope = baseScope
        scope.steps = [step.id]
        let question = fields["ask"].flatMap { log.template($0, of: "ask", scope: scope) }
        let steps = fields["steps"].map { log.steps($0, parts: parts, scope: &scope) } ?? []
        let say = fields["say"].flatMap { log.template($0, of: "say", scope: scope) }
        return question.map { WorkflowDefinition.Offer(look: step, question: $0, steps: steps, say: say) }
    }

    private mutating func checkThatItOnlyLooks(_ uses: PackNode) {
        guard let signature = parts.agents.first(where: { $0.name == uses.text }), !signature.isReadOnly else { return }
        let others = parts.agents.filter(\.isReadOnly).map(\.name).sorted().joined(separator: ", ")
        log.error(
            "offer-changes",
            "'\(signature.name)' changes something, and an offer may only look before it is taken",
            at: uses.range,
            hint: others.isEmpty ? nil : "what only looks: \(others)"
        )
    }
}
