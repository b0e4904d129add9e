/// Finds, among many pronunciations, those that are near to one: a walk through all of them as a trie of sounds, in which each row of
/// the alignment that has become too dear ends the walk.
struct SoundNeighbours {
    private let limit: Float
    /// How many cells of alignments were filled.
    private(set) var work = 0

    private var pronunciations: [Pronunciation] = []
    private var phones: [Phone] = []
    private var numbers: [Phone: Int] = [:]
    /// The least that leaving a sound out costs, by the number of the sound before it, with one more for the beginning.
    private var deletions: [[Float]] = [[]]
    /// For each node of the trie its sound, its children, and the pronunciations that end there.
    private var nodes = [Node(phone: -1)]

    private struct Node {
        var phone: Int
        var children: [Int: Int] = [:]
        var ends: [Int] = []
    }

    init(limit: Float) {
        self.limit = limit
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
        for before in deletions.indices { deletions[before].append(leastDeletion(of: phone, after: before - 1)) }
        deletions.append(phones.indices.map { leastDeletion(of: phones[$0], after: phones.count - 1) })
        return phones.count - 1
    }

    /// Whether a sound is the last one does not show in a trie.
    private func leastDeletion(of phone: Phone, after other: Int) -> Float {
        guard other >= 0 else { return phone.deletionCost }
        let pair = [phones[other], phone]
        return min(pair.deletionCost(at: 1), (pair + [phone]).deletionCost(at: 1))
    }

    /// How unlike a pronunciation and one that was added are.
    func distance(from target: Pronunciation, to number: Int) -> Float {
        SoundIndex.distance(between: target, and: pronunciations[number])
    }

    /// The pronunciations that have been added and may be near to one: none that is near is missing.
    mutating func neighbours(of target: Pronunciation) -> [Int] {
        guard !target.isEmpty else { return [] }
        // For each sound that there is, what it costs to take it for each sound of this one.
        let costs = phones.map { phone in target.map { phone.distance(to: $0) } }
        let missing = target.indices.map { target.deletionCost(at: $0) }
        var row: [Float] = [0]
        for place in target.indices { row.append(row[place] + missing[place]) }
        var found: [Int] = []
        var open = [(node: 0, row: row)]
        while let (node, row) = open.popLast() {
            if row[target.count] < limit { found += nodes[node].ends }
            for (phone, child) in nodes[node].children {
                let least = deletions[nodes[node].phone + 1][phone]
                var next = row
                next[0] = row[0] + least
                var best = next[0]
                for place in target.indices {
                    let kept = row[place] + costs[phone][place]
                    let cost = min(kept, row[place + 1] + least, next[place] + missing[place])
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
