/// The pairs of places of an automaton that the same words lead to, breadth first, and the words.
struct PairWalk {
    /// A place: a state, or a node of a list's values on the way to one.
    struct Place: Hashable, Comparable {
        var state: Int32
        var list: Int32 = -1
        var node: Int32 = 0

        var isState: Bool { list < 0 }

        static func < (lhs: Place, rhs: Place) -> Bool {
            (lhs.state, lhs.list, lhs.node) < (rhs.state, rhs.list, rhs.node)
        }
    }

    /// A pair of places.
    struct Step {
        var number: Int
        var first: Place
        var second: Place
    }

    private struct Pair: Hashable {
        var first: Place
        var second: Place
    }

    /// The number that stands for any word.
    static let anyWord: Int32 = -1

    private var steps: [(pair: Pair, parent: Int, words: [Int32])] = []
    private var reached: Set<Pair> = []
    private var position = 0

    /// How many pairs have been reached.
    var count: Int { steps.count }

    /// The next pair to go on from.
    mutating func next() -> Step? {
        guard position < steps.count else { return nil }
        defer { position += 1 }
        return Step(number: position, first: steps[position].pair.first, second: steps[position].pair.second)
    }

    /// Notes that a pair can be reached, unless that is known.
    mutating func reach(_ first: Place, _ second: Place, from parent: Step?, by words: [Int32]) {
        let pair = Pair(first: min(first, second), second: max(first, second))
        guard reached.insert(pair).inserted else { return }
        steps.append((pair, parent?.number ?? -1, words))
    }

    /// The words that lead to a pair.
    func words(to step: Step) -> [Int32] {
        var words: [[Int32]] = []
        var number = step.number
        while number >= 0 {
            words.append(steps[number].words)
            number = steps[number].parent
        }
        return words.reversed().flatMap { $0 }
    }
}

/// Two intents, by number.
struct IntentPair: Hashable {
    var first: Int
    var second: Int

    init(_ one: Int, _ other: Int) {
        first = min(one, other)
        second = max(one, other)
    }
}

/// Which intents can still be meant from each state: none, one, or several.
struct IntentScope {
    private var intents: [Int32]

    private static let none: Int32 = -1
    private static let several: Int32 = -2

    init(_ grammar: Grammar) {
        let automaton = grammar.automaton
        intents = Array(repeating: Self.none, count: automaton.stateCount)
        var sources = [[Int32]](repeating: [], count: automaton.stateCount)
        var open: [Int32] = []
        for state in 0..<Int32(automaton.stateCount) {
            for index in automaton.arcs(from: state) { sources[Int(automaton.arc(index).target)].append(state) }
            for sentence in automaton.sentences(endingIn: state) {
                add(Int32(grammar.sentences[Int(sentence)].intent), to: state)
            }
            if intents[Int(state)] != Self.none { open.append(state) }
        }
        while let state = open.popLast() {
            for source in sources[Int(state)] {
                let before = intents[Int(source)]
                add(intents[Int(state)], to: source)
                if intents[Int(source)] != before { open.append(source) }
            }
        }
    }

    private mutating func add(_ intent: Int32, to state: Int32) {
        let known = intents[Int(state)]
        intents[Int(state)] = known == Self.none || known == intent ? intent : Self.several
    }

    /// Whether two states can end in different intents.
    func differ(_ first: Int32, _ second: Int32) -> Bool {
        let pair = (intents[Int(first)], intents[Int(second)])
        guard pair.0 != Self.none, pair.1 != Self.none else { return false }
        return pair.0 != pair.1 || pair.0 == Self.several
    }
}
