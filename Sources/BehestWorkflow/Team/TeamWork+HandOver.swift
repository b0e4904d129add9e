/// One does it after the other.
extension TeamWork {
    /// Lets the members of a chain do it one after the other; or one, then whom it names, until one names nobody.
    ///
    /// - Throws: ``Failure``, also for a chain without an end; `CancellationError`.
    func handOver() async throws -> AgentResult {
        var request = TeamRequest(order, workspace: assignment.workspace)
        var needs = order.chain?.first ?? order.needs
        var path: [TeamTurn] = []
        while true {
            let place = "turn-\(path.count + 1)"
            try refuseLoop(needs, request, path)
            let turn = try await done(Search(place: place, needs: needs, request: request))
            path.append(turn)
            let member = turn.member ?? ""
            let next: TeamNeeds?
            if let chain = order.chain {
                next = path.count < chain.count ? chain[path.count] : nil
            } else {
                next = try named(by: turn)
            }
            guard let next else { return result(of: path) }
            guard path.count < order.turns else {
                throw Failure(
                    message:
                        "It was handed over until \(order.turns) had been at it (\(names(of: path))), and '\(member)' "
                        + "would hand it over again. Allow more 'turns', or tell them when to end.",
                    mayPass: false,
                    outputs: turn.outputs
                )
            }
            needs = next
            request.answers = [TeamRequest.Answer(member: member, outputs: turn.outputs)]
        }
    }

    /// Whom an answer names to go on; `nil` for nobody.
    private func named(by turn: TeamTurn) throws -> TeamNeeds? {
        guard let value = turn.outputs["hand-over"], value != .null, value != "" else { return nil }
        let member = turn.member ?? ""
        guard let name = value.text, let next = team.members.first(where: { $0.name == name }) else {
            let names = team.members.map(\.name).joined(separator: ", ")
            throw Failure(
                message:
                    "'\(member)' would hand it over to '\(value.asText.prefix(80))', who is not in the team: \(names).",
                mayPass: false,
                outputs: turn.outputs
            )
        }
        guard next.isTrusted || !order.needs.isTrusted else {
            throw Failure(
                message: "'\(member)' would hand it over to '\(name)', who is not trusted, as the step wants it.",
                mayPass: false,
                outputs: turn.outputs
            )
        }
        return TeamNeeds(isTrusted: order.needs.isTrusted, names: [name])
    }

    /// Refuses to give a member the same again: it would answer the same again, for ever.
    private func refuseLoop(_ needs: TeamNeeds, _ request: TeamRequest, _ path: [TeamTurn]) throws {
        guard order.chain == nil, let name = needs.names?.first else { return }
        let digest = request.digest
        guard let index = path.firstIndex(where: { $0.member == name && $0.input == digest }) else { return }
        throw Failure(
            message: "'\(name)' would be given the same again that it was given in turn \(index + 1) "
                + "(\(names(of: path))), which would go on for ever. Change what its answer hands over.",
            mayPass: false
        )
    }

    private func names(of path: [TeamTurn]) -> String { path.compactMap(\.member).joined(separator: ", ") }

    private func result(of path: [TeamTurn]) -> AgentResult {
        guard let last = path.last else { return AgentResult(summary: "Nobody was asked.") }
        var result = result(of: last, because: path.map(\.reason).joined(separator: " "))
        result.outputs["hand-over"] = nil
        result.outputs["turns"] = .number(Double(path.count))
        result.outputs["path"] = .list(path.compactMap(\.member).map(JSONValue.string))
        if path.count > 1 { result.summary += " (\(names(of: path)))" }
        return result
    }
}
