internal import BehestGrammar

/// Names with the ways to say them, of which one may be a way to say several.
///
/// What only one thing is called means that thing. What several are called alike becomes a value of its own, which holds
/// them all, so that a person can be asked; but what a thing itself is called goes before what it is called by its place.
struct NameTable {
    /// The most things that one name is shown to mean.
    static let mostOthers = 20

    private var names: [(out: SlotValue, context: [String: SlotValue])] = []
    private var meanings: [String: [Meaning]] = [:]
    private var forms: [String] = []

    private struct Meaning {
        var name: Int
        var rank: Int
    }

    /// How near a form is to a thing's own name.
    enum Rank: Int {
        case ownName
        case byPlace
    }

    /// Adds a thing and returns its number.
    mutating func add(_ out: SlotValue, context: [String: SlotValue] = [:]) -> Int {
        names.append((out, context))
        return names.count - 1
    }

    /// Adds ways to say a thing.
    mutating func call(_ number: Int, _ spoken: [String], _ rank: Rank = .ownName) {
        for form in spoken {
            var known = meanings[form] ?? []
            if known.isEmpty { forms.append(form) }
            guard !known.contains(where: { $0.name == number }) else { continue }
            known.append(Meaning(name: number, rank: rank.rawValue))
            meanings[form] = known
        }
    }

    /// Whether something else is called the same by its own name.
    func isShared(_ form: String) -> Bool {
        (meanings[form] ?? []).count { $0.rank == Rank.ownName.rawValue } > 1
    }

    /// The values, in the order in which they were added.
    var values: [ListSource.Value] {
        var groups: [[Int]: Int] = [:]
        var values: [(first: Int, value: ListSource.Value)] = []
        for form in forms {
            let known = meanings[form] ?? []
            let best = known.map(\.rank).min()
            let meant = known.filter { $0.rank == best }.map(\.name)
            if let group = groups[meant] {
                values[group].value.spoken.append(form)
                continue
            }
            groups[meant] = values.count
            let value = ListSource.Value(
                spoken: [form],
                out: names[meant[0]].out,
                others: meant.dropFirst().prefix(Self.mostOthers).map { names[$0].out },
                context: sharedContext(of: meant)
            )
            values.append((meant[0], value))
        }
        return values.enumerated().sorted { ($0.element.first, $0.offset) < ($1.element.first, $1.offset) }
            .map(\.element.value)
    }

    private func sharedContext(of meant: [Int]) -> [String: SlotValue] {
        let first = names[meant[0]].context
        return first.filter { key, value in meant.allSatisfy { names[$0].context[key] == value } }
    }
}
