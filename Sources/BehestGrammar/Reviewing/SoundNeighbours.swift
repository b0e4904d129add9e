/// Finds, among many pronunciations, those that are near to one: a walk through all of them as a trie of sounds, in which each row of
/// the alignment that has become too dear ends the walk.
struct SoundNeighbours {
    private let limit: Float
    private let mostWork: Int
    /// How many cells of alignments were filled.
    private(set) var work = 0
    /// Whether the search was ended before it was done.
    private(set) var isCut = false

    private var pronunciations: [Pronunciation] = []
    private var phones: [Phone] = []
    private var numbers: [Phone: Int] = [:]
    /// For each node of the trie its sound, its children, and the pronunciations that end there.
    private var nodes = [Node(phone: -1)]

    private struct Node {
        var phone: Int
        var children: [Int: Int] = [:]
        var ends: [Int] = []
    }

    /// Leaving a sound out never costs less, wherever it stands.
    private static let leastDeletion: Float = 0.2

    init(limit: Float, mostWork: Int) {
        self.limit = limit
        self.mostWork = mostWork
    }

    /// Adds a pronunciation; they are numbered in the order in which they are added.
    mutating func add(_ pronunciation: Pronunciation) {
        var node = 0
        for phone in pronunciation {
            let number = number(of: phone)
            if let next = nodes[node].children[number] {
                node = next
            } else {
                nodes.append(Node(phone: number))
                nodes[node].children[number] = nodes.count - 1
                node = nodes.count - 1
            }
        }
        nodes[node].ends.append(pronunciations.count)
        pronunciations.append(pronunciation)
    }

    private mutating func number(of phone: Phone) -> Int {
        if let known = numbers[phone] { return known }
        numbers[phone] = phones.count
        phones.append(phone)
        return phones.count - 1
    }

    /// How unlike two of the pronunciations are.
    func distance(_ first: Int, _ second: Int) -> Float {
        SoundIndex.distance(between: pronunciations[first], and: pronunciations[second])
    }

    /// The pronunciations that may be near to one: none that is near is missing, but for those that were not looked at.
    mutating func neighbours(of number: Int) -> [Int] {
        guard work < mostWork else {
            isCut = true
            return []
        }
        let target = pronunciations[number]
        guard !target.isEmpty else { return [] }
        // For each sound that there is, what it costs to take it for each sound of this one.
        let costs = phones.map { phone in target.map { phone.distance(to: $0) } }
        let deletions = target.indices.map { target.deletionCost(at: $0) }
        let least = phones.map { min(Self.leastDeletion, $0.deletionCost) }
        var row: [Float] = [0]
        for place in target.indices { row.append(row[place] + deletions[place]) }
        var found: [Int] = []
        var open = [(node: 0, row: row)]
        while let (node, row) = open.popLast() {
            if row[target.count] < limit { found += nodes[node].ends }
            for (phone, child) in nodes[node].children {
                var next = row
                next[0] = row[0] + least[phone]
                var best = next[0]
                for place in target.indices {
                    let kept = row[place] + costs[phone][place]
                    let cost = min(kept, row[place + 1] + least[phone], next[place] + deletions[place])
                    next[place + 1] = cost
                    best = min(best, cost)
                }
                work += target.count
                if best < limit { open.append((child, next)) }
            }
        }
        return found
    }
}
