/// Finds any of several phrases in a stream, byte by byte (Aho and Corasick's automaton).
struct PhraseMatcher: Sendable {
    /// The states that follow, by a state and a byte.
    private var edges: [Int: Int32] = [:]
    /// Of each state: where to go on when nothing follows, how many bytes it stands for, and how many of the last bytes
    /// are the longest phrase that ends there.
    private var fallbacks: [Int32] = [0]
    private var depths: [Int32] = [0]
    private var lengths: [Int32] = [0]
    private var state: Int32 = 0

    init(_ phrases: some Sequence<[UInt8]>) {
        var children: [[(byte: UInt8, state: Int32)]] = [[]]
        for phrase in phrases {
            var state: Int32 = 0
            for byte in phrase {
                if let next = edges[Self.key(state, byte)] {
                    state = next
                    continue
                }
                let next = Int32(depths.count)
                edges[Self.key(state, byte)] = next
                children[Int(state)].append((byte, next))
                children.append([])
                depths.append(depths[Int(state)] + 1)
                fallbacks.append(0)
                lengths.append(0)
                state = next
            }
            lengths[Int(state)] = Int32(phrase.count)
        }
        // In the order of their depth, since each falls back to one that is less deep.
        var queue = children[0].map(\.state)
        var next = 0
        while next < queue.count {
            let state = queue[next]
            next += 1
            lengths[Int(state)] = max(lengths[Int(state)], lengths[Int(fallbacks[Int(state)])])
            for (byte, child) in children[Int(state)] {
                fallbacks[Int(child)] = follow(fallbacks[Int(state)], byte)
                queue.append(child)
            }
        }
    }

    /// How many of the last bytes may be the beginning of a phrase.
    var open: Int { Int(depths[Int(state)]) }

    /// The same, at the beginning of a stream.
    var restarted: PhraseMatcher {
        var matcher = self
        matcher.state = 0
        return matcher
    }

    /// Takes a byte, and returns how many of the last bytes are a phrase.
    mutating func step(_ byte: UInt8) -> Int {
        state = follow(state, byte)
        return Int(lengths[Int(state)])
    }

    private func follow(_ state: Int32, _ byte: UInt8) -> Int32 {
        var state = state
        while true {
            if let next = edges[Self.key(state, byte)] { return next }
            if state == 0 { return 0 }
            state = fallbacks[Int(state)]
        }
    }

    private static func key(_ state: Int32, _ byte: UInt8) -> Int { Int(state) << 8 | Int(byte) }
}
