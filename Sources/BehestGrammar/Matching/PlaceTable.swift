/// Numbers by a place in a transcript and another number: an open hash table in two flat arrays.
struct PlaceTable {
    /// The keys plus one; 0 where nothing is.
    private var keys: [UInt64]
    private var values: [Int32]
    private var count = 0

    init() {
        keys = Array(repeating: 0, count: 128)
        values = Array(repeating: 0, count: 128)
    }

    /// The value that is known; if none is, the given one is taken.
    ///
    /// - Returns: The value known before, or `nil`.
    mutating func insert(_ value: Int32, for number: Int32, at position: Int) -> Int32? {
        if count * 2 >= keys.count { grow() }
        let key = Self.key(number, position)
        let slot = slot(of: key)
        if keys[slot] == key { return values[slot] }
        keys[slot] = key
        values[slot] = value
        count += 1
        return nil
    }

    /// The slot of a key: where it is, or the free one where it belongs.
    private func slot(of key: UInt64) -> Int {
        let mask = keys.count - 1
        var slot = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 32) & mask
        while keys[slot] != 0, keys[slot] != key { slot = (slot + 1) & mask }
        return slot
    }

    private mutating func grow() {
        let (oldKeys, oldValues) = (keys, values)
        keys = Array(repeating: 0, count: oldKeys.count * 4)
        values = Array(repeating: 0, count: oldKeys.count * 4)
        for (key, value) in zip(oldKeys, oldValues) where key != 0 {
            let slot = slot(of: key)
            keys[slot] = key
            values[slot] = value
        }
    }

    private static func key(_ number: Int32, _ position: Int) -> UInt64 {
        UInt64(UInt32(bitPattern: number)) << 32 | UInt64(UInt32(truncatingIfNeeded: position + 1))
    }
}
