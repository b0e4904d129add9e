/// How busy the members of a team are.
public struct TeamLoad: Sendable, Hashable {
    /// How many turns each has under way.
    public var open: [String: Int]
    /// How many others wait for each, and have asked before.
    public var ahead: [String: Int]
    /// Who has a turn of the same task at another place of it.
    public var sameTask: Set<String>

    /// Makes a load.
    public init(open: [String: Int] = [:], ahead: [String: Int] = [:], sameTask: Set<String> = []) {
        self.open = open
        self.ahead = ahead
        self.sameTask = sameTask
    }
}

/// Who is given a task, and why; and why nobody else is.
///
/// A pure value: the same needs, members and circumstances make the same choice. Each member that fits has 10 points for
/// each language and each path of the task that it names, less its cost, less one for each turn that it has under way. Who
/// has the most is picked; of several, the one that stands first in the configuration.
public struct TeamChoice: Sendable, Hashable {
    /// Who is picked; `nil` when nobody can be.
    public private(set) var picked: TeamMember?
    /// Why, in words; also why the others are not.
    public private(set) var reason: String
    /// Those that could be picked if they had fewer turns under way.
    public private(set) var busy: [String] = []

    /// What is taken from the points of who has given the same up before: more than any cost.
    private static let doubt = 10_000.0

    /// Makes a choice.
    ///
    /// - Parameters:
    ///   - members: Who there is, in the order of the configuration.
    ///   - needs: What the task needs.
    ///   - refused: Why some cannot be asked, by their names; these are not asked.
    ///   - doubtful: Who has given the same up before, and is asked only where there is nobody else.
    ///   - load: How busy they are.
    public init(
        among members: [TeamMember],
        for needs: TeamNeeds,
        refused: [String: String] = [:],
        doubtful: Set<String> = [],
        load: TeamLoad = TeamLoad()
    ) {
        var best: (member: TeamMember, points: Double, words: String)?
        var others: [String] = []
        var fitting: [(name: String, words: String)] = []
        for member in members {
            let name = "'\(member.name)'"
            if let names = needs.names, !names.contains(member.name) { continue }
            switch (needs.fit(of: member), refused[member.name]) {
            case (.doesNot(let reason), _): others.append("\(name) was not asked: \(reason).")
            case (.fits, let reason?): others.append("\(name) \(reason).")
            case (.fits(let named, let words), nil):
                let open = load.open[member.name] ?? 0
                let ahead = load.ahead[member.name] ?? 0
                guard open + ahead < member.atOnce else {
                    busy.append(member.name)
                    let line = ahead == 0 ? "" : ", and \(ahead) wait for it"
                    others.append("\(name) was not asked: it is at \(open) of \(member.atOnce)\(line).")
                    continue
                }
                let isDoubtful = doubtful.contains(member.name)
                let points = Double(named) - member.cost - Double(open) - (isDoubtful ? Self.doubt : 0)
                fitting.append((member.name, "\(name) has \(Self.points(points))."))
                guard best.map({ points > $0.points }) ?? true else { continue }
                let doubt = isDoubtful ? ["has given it up before"] : []
                let facts =
                    words + doubt + [
                        "costs \(JSONValue.number(member.cost).asText)", "is at \(open) of \(member.atOnce)",
                    ]
                best = (
                    member, points,
                    "\(name) was picked with \(Self.points(points)): it \(facts.joined(separator: ", "))."
                )
            }
        }
        picked = best?.member
        others = fitting.filter { $0.name != best?.member.name }.map(\.words) + others
        let beginning = best?.words ?? (busy.isEmpty ? "Nobody can be asked." : "All that can be asked are busy.")
        reason = ([beginning] + others).joined(separator: " ")
        if members.isEmpty { reason += " No agents are declared: name some under 'agents' in the configuration." }
    }

    private static func points(_ points: Double) -> String {
        "\(JSONValue.number(points).asText) point\(abs(points) == 1 ? "" : "s")"
    }
}
