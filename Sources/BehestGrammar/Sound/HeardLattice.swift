/// The sounds of a transcript as a graph: between the beginning and the end of each unit lie the ways in which it can be said.
///
/// The nodes are numbered so that every edge leads to a greater number.
struct HeardLattice {
    /// One sound.
    struct Edge {
        var source: Int32
        var target: Int32
        /// The sound, by its place among the ``phones``.
        var phone: Int32
        /// The price of the sound where none was meant.
        var insertion: Float
        /// How much it counts.
        var weight: Float
    }

    /// The different sounds that are heard.
    private(set) var phones: [Phone] = []
    /// The edges by the node that they lead to.
    private(set) var edges: [Edge] = []
    /// Where the edges to each node begin.
    private(set) var edgeStarts: [Int32] = [0]
    /// The edges that leave each node.
    private(set) var edgesFrom: [[Int32]] = []
    /// The node at which each unit begins, and the last one's end.
    private(set) var boundaries: [Int32] = [0]
    /// The unit that begins at each node or that it lies in; the count of units at the end.
    private(set) var unitAfter: [Int32] = []
    /// The unit that ends at each node or that it lies in; -1 at the beginning.
    private(set) var unitBefore: [Int32] = [-1]
    /// How many sounds lie before each node by the shortest way.
    private(set) var time: [Int32] = [0]
    /// How much a sound counts that is missing at each node.
    private(set) var weights: [Float] = []
    /// The price of passing each unit over as a whole.
    private(set) var passing: [Float] = []
    /// How many sounds each unit has by its usual pronunciation.
    private(set) var phoneCounts: [Int] = []

    var nodeCount: Int { time.count }

    /// The most that passing over one word costs, however long it is.
    private let dearestPass: Float

    /// The most nodes that are searched: about two hundred words.
    static let mostNodes = 1500

    private var phoneNumbers: [Phone: Int32] = [:]

    init(_ heard: HeardText, pronunciations: [String: [Pronunciation]], limits: SoundLimits) {
        dearestPass = Float(limits.wholeWord)
        for (unit, said) in heard.units.enumerated() {
            add(Self.ways(to: said, by: pronunciations), unit: Int32(unit), weight: said.weight)
        }
        var after = [Int32](repeating: Int32(heard.units.count), count: nodeCount)
        for node in 0..<nodeCount where node < nodeCount - 1 {
            let isBoundary = boundaries.contains(Int32(node))
            after[node] = isBoundary ? unitBefore[node] + 1 : unitBefore[node]
        }
        // A unit without sounds has no place of its own; what begins at a node is the last unit that does.
        for (unit, node) in boundaries.dropLast().enumerated() where boundaries[unit + 1] != node {
            after[Int(node)] = Int32(unit)
        }
        unitAfter = after
        edgesFrom = Array(repeating: [], count: nodeCount)
        for (number, edge) in edges.enumerated() { edgesFrom[Int(edge.source)].append(Int32(number)) }
        weights = (0..<nodeCount).map { node in
            let units = [unitBefore[node], unitAfter[node]].filter { heard.units.indices.contains(Int($0)) }
            return units.reduce(0) { $0 + heard.units[Int($1)].weight } / Float(max(1, units.count))
        }
    }

    /// The pronunciations of a unit: those of its first word with those of its second and so on, the usual ones only if many.
    private static func ways(to unit: HeardText.Unit, by known: [String: [Pronunciation]]) -> [Pronunciation] {
        var ways: [Pronunciation] = []
        for saying in unit.sayings {
            var said: [Pronunciation] = [[]]
            for word in saying {
                let variants = (known[word] ?? []).filter { !$0.isEmpty }
                guard !variants.isEmpty else { continue }
                let taken = saying.count == 1 ? variants.prefix(4) : variants.prefix(1)
                said = said.flatMap { beginning in taken.map { beginning + $0 } }
            }
            for way in said where !way.isEmpty && !ways.contains(way) { ways.append(way) }
        }
        return ways
    }

    private mutating func add(_ ways: [Pronunciation], unit: Int32, weight: Float) {
        phoneCounts.append(ways.first?.count ?? 0)
        let start = Int32(nodeCount - 1)
        guard let shortest = ways.map(\.count).min() else {
            boundaries.append(start)
            passing.append(0)
            return
        }
        var last: [Edge] = []
        var price = Float.infinity
        for way in ways {
            var source = start
            var sum: Float = 0
            for (place, phone) in way.enumerated() {
                let cost = way.insertionCost(at: place)
                sum += cost
                var edge = Edge(
                    source: source,
                    target: Int32(nodeCount),
                    phone: number(of: phone),
                    insertion: cost * weight,
                    weight: weight
                )
                if place == way.count - 1 {
                    edge.target = -1
                    last.append(edge)
                } else {
                    edges.append(edge)
                    addNode(unit: unit, time: time[Int(source)] + 1)
                    source = edge.target
                }
            }
            price = min(price, sum)
        }
        let end = Int32(nodeCount)
        for var edge in last {
            edge.target = end
            edges.append(edge)
        }
        addNode(unit: unit, time: time[Int(start)] + Int32(shortest))
        boundaries.append(end)
        passing.append(min(price, dearestPass) * weight)
    }

    private mutating func addNode(unit: Int32, time: Int32) {
        self.time.append(time)
        unitBefore.append(unit)
        edgeStarts.append(Int32(edges.count))
    }

    private mutating func number(of phone: Phone) -> Int32 {
        if let number = phoneNumbers[phone] { return number }
        phoneNumbers[phone] = Int32(phones.count)
        phones.append(phone)
        return Int32(phones.count - 1)
    }

    /// The edges that lead to a node.
    func edges(to node: Int) -> Range<Int> {
        node == 0 ? 0..<0 : Int(edgeStarts[node - 1])..<Int(edgeStarts[node])
    }
}

extension Pronunciation {
    /// The price of leaving one of the sounds out, by where it stands.
    func deletionCost(at place: Int) -> Float {
        let phone = self[place]
        guard place > 0 else { return phone.deletionCost }
        let before = self[place - 1]
        // A doubled sound is one sound; "t" and "d" fall silent after a consonant at the end of a word.
        if before == phone { return 0.2 }
        if phone.manner == .stop, phone.place == 6, !before.isVowel {
            return place == count - 1 ? 0.3 : 0.4
        }
        return phone.deletionCost
    }

    /// The price of hearing one of the sounds where none was meant.
    func insertionCost(at place: Int) -> Float {
        deletionCost(at: place) * 0.95
    }
}
