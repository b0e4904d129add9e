/// An order in which everybody gets a turn: what waits is taken round robin over those who asked, and of one of them in the order in
/// which they asked.
struct FairQueue<Client: Hashable & Sendable, Item: Equatable & Sendable>: Sendable {
    private var lines: [Client: [Item]] = [:]
    /// Those for whom something waits, in the order of their turns.
    private var round: [Client] = []

    /// How much waits.
    private(set) var count = 0

    /// Puts something at the end of somebody's line; who had none comes after all others.
    mutating func append(_ item: Item, of client: Client) {
        if lines[client] == nil { round.append(client) }
        lines[client, default: []].append(item)
        count += 1
    }

    /// Takes what is next.
    mutating func next() -> Item? {
        guard !round.isEmpty else { return nil }
        let client = round.removeFirst()
        guard var line = lines.removeValue(forKey: client), !line.isEmpty else { return nil }
        let item = line.removeFirst()
        count -= 1
        if !line.isEmpty {
            lines[client] = line
            round.append(client)
        }
        return item
    }

    /// Takes something out that is not wanted any more.
    ///
    /// - Returns: whether it waited.
    @discardableResult
    mutating func remove(_ item: Item, of client: Client) -> Bool {
        guard var line = lines[client], let place = line.firstIndex(of: item) else { return false }
        line.remove(at: place)
        count -= 1
        lines[client] = line.isEmpty ? nil : line
        if line.isEmpty { round.removeAll { $0 == client } }
        return true
    }
}
