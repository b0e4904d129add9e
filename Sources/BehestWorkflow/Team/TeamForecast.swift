/// Who would be asked for a step, as far as the configuration tells; whether they are fit and have room shows only then.
public struct TeamForecast: Sendable, Hashable, Codable {
    /// The names, in the order in which they would be asked.
    public var members: [String]
    /// Why these.
    public var reason: String

    /// Looks who would be asked.
    ///
    /// - Parameters:
    ///   - order: What is asked.
    ///   - team: Who there is.
    /// - Throws: ``TeamOrder/Mistake`` when the team has nobody for it.
    init(_ order: TeamOrder, among team: [TeamMember]) throws(TeamOrder.Mistake) {
        var (members, reasons): ([String], [String]) = ([], [])
        var askers: Set<String> = []
        for (index, search) in order.searches.enumerated() {
            var refused: [String: String] = [:]
            if order.word == .judge, let names = order.judge.names, index == 0 {
                for name in names { refused[name] = "is the judge" }
            }
            if index > 0, order.word == .judge { for name in askers { refused[name] = "is one of those to be judged" } }
            for _ in 0..<search.count {
                let choice = TeamChoice(among: team, for: search.needs, refused: refused)
                guard let picked = choice.picked else { throw Self.nobody(order, index, search, choice, team) }
                members.append(picked.name)
                reasons.append(choice.reason)
                refused[picked.name] = "is asked already"
                if order.word == .judge, index == 0 { askers.insert(picked.name) }
            }
        }
        self.members = members
        reason = reasons.joined(separator: " ")
    }

    private static func nobody(
        _ order: TeamOrder,
        _ index: Int,
        _ search: (needs: TeamNeeds, count: Int),
        _ choice: TeamChoice,
        _ team: [TeamMember]
    ) -> TeamOrder.Mistake {
        if let name = search.needs.names?.first(where: { name in !team.contains { $0.name == name } }) {
            let names = team.isEmpty ? "none are declared" : "they are \(team.map(\.name).joined(separator: ", "))"
            return TeamOrder.Mistake(
                input: order.word == .judge ? "judge" : "to",
                message: "there is no agent '\(name)' in the team: \(names)"
            )
        }
        let isLink = order.word == .handOver && order.chain != nil
        let input =
            order.word == .judge && index == 1
            ? "judge" : isLink ? "to" : search.needs.skills.isEmpty ? "task" : "skills"
        let how = search.count > 1 ? "There are not \(search.count) for it." : "Nobody of the team is for it."
        return TeamOrder.Mistake(input: input, message: "\(how) \(choice.reason)")
    }
}
