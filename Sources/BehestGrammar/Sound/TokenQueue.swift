/// Tokens by their price, the least first: a binary heap.
struct TokenQueue {
    private var entries: [(token: Int32, cost: Float)] = []

    mutating func removeAll() {
        entries.removeAll(keepingCapacity: true)
    }

    mutating func insert(_ token: Int32, cost: Float) {
        entries.append((token, cost))
        var child = entries.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard entries[child].cost < entries[parent].cost else { return }
            entries.swapAt(child, parent)
            child = parent
        }
    }

    mutating func popLeast() -> (token: Int32, cost: Float)? {
        guard let least = entries.first else { return nil }
        let last = entries.removeLast()
        guard !entries.isEmpty else { return least }
        entries[0] = last
        var parent = 0
        while true {
            var child = 2 * parent + 1
            guard child < entries.count else { return least }
            if child + 1 < entries.count, entries[child + 1].cost < entries[child].cost { child += 1 }
            guard entries[child].cost < entries[parent].cost else { return least }
            entries.swapAt(child, parent)
            parent = child
        }
    }
}
