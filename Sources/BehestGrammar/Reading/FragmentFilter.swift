/// Tells quickly which sentences a text cannot be, by the pieces of text that each of them must have.
struct FragmentFilter: Sendable {
    /// Pieces of which one must be there, by number.
    typealias Clause = [Int32]

    private let trie: WordTrie
    private let fragmentCount: Int
    private let sentences: [[Int32]]
    private let clauses: [Clause]

    /// Finds the sentences that a text may be.
    ///
    /// - Parameters:
    ///   - texts: The forms in which the text may be read.
    ///   - numbers: The sentences to look at; `nil` for all.
    /// - Returns: The numbers of the sentences that it may be.
    func candidates(for texts: [[UInt32]], among numbers: [Int32]?) -> [Int32] {
        var isThere = [Bool](repeating: false, count: fragmentCount)
        for text in texts {
            for start in text.indices where !ScalarClass.isSpace(text[start]) {
                var node: Int32 = 0
                var place = start
                while place < text.count, let next = trie.target(from: node, word: Int32(bitPattern: text[place])) {
                    node = next
                    place += 1
                    for fragment in trie.values(at: node) { isThere[Int(fragment)] = true }
                }
            }
        }
        let isMet = clauses.map { $0.contains { isThere[Int($0)] } }
        return (numbers ?? Array(0..<Int32(sentences.count))).filter { number in
            sentences[Int(number)].allSatisfy { isMet[Int($0)] }
        }
    }

    init(sentences roots: [Int32], nodes: [ReaderNode], chunks: [ReaderChunk]) {
        var search = FragmentSearch(nodes: nodes, chunks: chunks)
        var numbers: [Clause: Int32] = [:]
        var clauses: [Clause] = []
        sentences = roots.map { root in
            search.clauses(of: root).map { clause in
                if let known = numbers[clause] { return known }
                numbers[clause] = Int32(clauses.count)
                clauses.append(clause)
                return Int32(clauses.count - 1)
            }
        }
        self.clauses = clauses
        fragmentCount = search.fragments.count
        trie = WordTrie(
            search.fragments.map { fragment, number in (fragment.map { Int32(bitPattern: $0) }, number) }
        )
    }
}

/// Finds the pieces of text that sentences must have.
private struct FragmentSearch {
    /// The most pieces of one clause; what has more tells little.
    private static let mostPieces = 64
    /// How deep pieces may stand within each other.
    private static let deepest = 48

    let nodes: [ReaderNode]
    let chunks: [ReaderChunk]
    private(set) var fragments: [[UInt32]: Int32] = [:]
    private var known: [Int32: Set<FragmentFilter.Clause>] = [:]

    init(nodes: [ReaderNode], chunks: [ReaderChunk]) {
        self.nodes = nodes
        self.chunks = chunks
    }

    mutating func clauses(of node: Int32, depth: Int = 0) -> Set<FragmentFilter.Clause> {
        guard depth <= Self.deepest else { return [] }
        if let known = known[node] { return known }
        let found: Set<FragmentFilter.Clause>
        switch nodes[Int(node)] {
        case .chunk(let chunk):
            let pieces = chunks[Int(chunk)].scalars.split(whereSeparator: ScalarClass.isSpace)
            found = Set(pieces.map { [number(of: Array($0))] })
        case .sequence(let items), .permutation(let items):
            found = items.reduce(into: []) { $0.formUnion(clauses(of: $1, depth: depth + 1)) }
        case .alternatives(let items, let isOptional):
            found = isOptional ? [] : clause(ofOneOf: items, depth: depth)
        case .list, .wildcard, .never: found = []
        }
        known[node] = found
        return found
    }

    private mutating func clause(ofOneOf items: [Int32], depth: Int) -> Set<FragmentFilter.Clause> {
        var pieces: Set<Int32> = []
        for item in items {
            let branch = clauses(of: item, depth: depth + 1)
            let least = branch.min { ($0.count, $0.first ?? 0) < ($1.count, $1.first ?? 0) }
            guard let least else { return [] }
            pieces.formUnion(least)
        }
        return pieces.isEmpty || pieces.count > Self.mostPieces ? [] : [pieces.sorted()]
    }

    private mutating func number(of fragment: [UInt32]) -> Int32 {
        if let known = fragments[fragment] { return known }
        let number = Int32(fragments.count)
        fragments[fragment] = number
        return number
    }
}
