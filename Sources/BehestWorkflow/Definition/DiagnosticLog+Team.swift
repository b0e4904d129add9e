import BehestGrammar

/// What is asked of a team.
extension DiagnosticLog {
    /// Checks the inputs of a step that gives its task to a team, as far as they are known when the pack is loaded.
    mutating func checkTeam(
        _ signature: AgentSignature,
        _ templates: [String: InputTemplate],
        at nodes: [String: PackNode],
        of step: PackNode,
        scope: ReferenceScope
    ) {
        guard let team = signature.team, let word = TeamWord(rawValue: signature.name) else { return }
        var isSound = true
        for name in TeamWord.ownInputs.sorted() {
            guard let template = templates[name], template.possibleOrigin(scope.origin).isData else { continue }
            error(
                "team-from-data",
                "'\(name)' may not come from what was said or from what a step returned",
                at: nodes[name]?.range ?? step.range,
                hint: "write it in the pack"
            )
            isSound = false
        }
        guard isSound else { return }
        let known = templates.compactMapValues { template in
            template.constantValue.map { TracedValue($0, from: .pack) }
        }
        let order: TeamOrder
        do throws(TeamOrder.Mistake) {
            order = try TeamOrder(word, known, isWhole: false)
        } catch {
            return self.error("wrong-kind", error.message, at: nodes[error.input]?.range ?? step.range)
        }
        // Whom a task is about may be said only later.
        guard word != .judge || known["judge"] != nil, templates["to"] == nil || known["to"] != nil else { return }
        do throws(TeamOrder.Mistake) {
            _ = try TeamForecast(order, among: team)
        } catch {
            // The team is another matter than the pack: what it lacks may come.
            diagnostics.append(
                Diagnostic(
                    .warning,
                    code: "nobody-for-it",
                    error.message,
                    at: nodes[error.input]?.range ?? step.range,
                    hint: "see 'agents' in the configuration"
                )
            )
        }
    }
}
