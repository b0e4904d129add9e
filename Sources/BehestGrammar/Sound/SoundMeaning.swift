/// The values that a way names, as numbers that tell sets of values apart in whatever order they are said.
///
/// Different values may come to the same number, though hardly ever; one of the two readings is then lost.
struct SoundMeaning: Hashable {
    private var sum: UInt64 = 0
    /// Which lists have been named, roughly: the second value of a list counts otherwise than the first ("from here to there").
    private var lists: UInt64 = 0

    /// Adds a value of a list.
    mutating func add(_ value: UInt64, of list: Int) {
        let bit: UInt64 = 1 << (UInt64(list) & 63)
        let isFurther: UInt64 = lists & bit == 0 ? 0 : 1
        lists |= bit
        sum &+= Self.mix(value &* 4 &+ isFurther, UInt64(list))
    }

    /// Adds a word that holds a value, as "kitchen's" does.
    mutating func add(word: Int32) {
        sum &+= Self.mix(UInt64(UInt32(bitPattern: word)), .max)
    }

    private static func mix(_ value: UInt64, _ list: UInt64) -> UInt64 {
        var mixed = value &* 0x9E37_79B9_7F4A_7C15 ^ list &* 0xC2B2_AE3D_27D4_EB4F
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
