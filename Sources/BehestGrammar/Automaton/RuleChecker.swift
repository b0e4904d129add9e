/// Finds the rules of a pack that contain themselves, whether or not a sentence uses them.
struct RuleChecker {
    private let rules: [String: Template]

    init(pack: GrammarPack) {
        rules = pack.rules
    }

    /// Reports every cycle once, at one of its references.
    func check(report: (_ code: String, _ message: String, _ range: SourceRange) -> Void) {
        var finished: Set<String> = []
        for name in rules.keys.sorted() where !finished.contains(name) {
            // Depth first, without recursion: the way from the first rule to the current one.
            var way: [(name: String, open: [(name: String, bytes: Range<Int>)])] = [(name, references(of: name))]
            while let current = way.last {
                guard let next = current.open.last else {
                    finished.insert(current.name)
                    way.removeLast()
                    continue
                }
                way[way.count - 1].open.removeLast()
                if let start = way.firstIndex(where: { $0.name == next.name }) {
                    let names = way[start...].map(\.name) + [next.name]
                    let cycle = names.map { "<\($0)>" }.joined(separator: " → ")
                    guard let range = rules[current.name]?.range(of: next.bytes) else { continue }
                    report("cyclic-rule", "the rule '\(next.name)' contains itself: \(cycle)", range)
                } else if !finished.contains(next.name), rules[next.name] != nil {
                    way.append((next.name, references(of: next.name)))
                }
            }
        }
    }

    private func references(of name: String) -> [(name: String, bytes: Range<Int>)] {
        var found: [(name: String, bytes: Range<Int>)] = []
        var open = rules[name].map { [$0.root] } ?? []
        while let part = open.popLast() {
            switch part.kind {
            case .text, .list: break
            case .rule(let name): found.append((name, part.bytes))
            case .optional(let inner): open.append(inner)
            case .sequence(let parts), .alternatives(let parts), .permutation(let parts): open += parts
            }
        }
        return found
    }
}
