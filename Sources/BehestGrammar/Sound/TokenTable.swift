/// Finds the tokens at a place: an open hash table in one flat array.
struct TokenTable {
    private var slots = [Int32](repeating: -1, count: 1 << 12)
    private var count = 0

    /// The first token in a slot; -1 for none.
    subscript(slot: Int) -> Int32 { slots[slot] }

    /// Where the first token at a place is noted.
    func slot(of place: SoundPlace, in tokens: [SoundSearch.Token]) -> Int {
        var slot = Self.hash(place) & (slots.count - 1)
        while slots[slot] >= 0, tokens[Int(slots[slot])].place != place {
            slot = (slot + 1) & (slots.count - 1)
        }
        return slot
    }

    /// Notes the first token of a place.
    mutating func set(_ slot: Int, to token: Int32, tokens: [SoundSearch.Token]) {
        let isNew = slots[slot] < 0
        slots[slot] = token
        guard isNew else { return }
        count += 1
        guard count * 2 > slots.count else { return }
        let old = slots
        slots = Array(repeating: -1, count: old.count * 2)
        for token in old where token >= 0 {
            slots[self.slot(of: tokens[Int(token)].place, in: tokens)] = token
        }
    }

    private static func hash(_ place: SoundPlace) -> Int {
        var mixed = UInt64(UInt32(bitPattern: place.node)) << 32 | UInt64(UInt32(bitPattern: place.state))
        mixed = mixed &* 0x9E37_79B9_7F4A_7C15
        mixed ^= UInt64(UInt32(bitPattern: place.arc)) << 32 | UInt64(UInt32(bitPattern: place.trieNode))
        mixed = (mixed ^ (mixed >> 31)) &* 0xBF58_476D_1CE4_E5B9
        return Int(truncatingIfNeeded: (mixed ^ (mixed >> 29)) & 0x7FFF_FFFF_FFFF_FFFF)
    }
}
