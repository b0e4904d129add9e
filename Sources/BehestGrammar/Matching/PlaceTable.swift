/// Numbers by a place in a transcript and another number: an open hash table in one flat array.
struct PlaceTable {
    private struct Slot {
        /// The key; 0 where nothing is.
        var key: UInt64 = 0
        var value: Int32 = 0
    }

    private var slots: [Slot]
    private var count = 0

    init() {
        slots = Array(repeating: Slot(), count: 128)
    }

    /// The value that is known; if none is, the given one is taken.
    ///
    /// - Returns: The value known before, or `nil`.
    mutating func insert(_ value: Int32, for number: Int32, at position: Int) -> Int32? {
        if count * 2 >= slots.count { grow() }
        let key = UInt64(UInt32(bitPattern: number)) << 32 | UInt64(UInt32(truncatingIfNeeded: position + 1))
        let index = index(of: key)
        guard slots[index].key == 0 else { return slots[index].value }
        slots[index] = Slot(key: key, value: value)
        count += 1
        return nil
    }

    /// Where a key is, or the free slot where it belongs.
    private func index(of key: UInt64) -> Int {
        let mask = slots.count - 1
        var index = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 32) & mask
        while slots[index].key != 0, slots[index].key != key { index = (index + 1) & mask }
        return index
    }

    private mutating func grow() {
        let old = slots
        slots = Array(repeating: Slot(), count: old.count * 4)
        for slot in old where slot.key != 0 { slots[index(of: slot.key)] = slot }
    }
}
