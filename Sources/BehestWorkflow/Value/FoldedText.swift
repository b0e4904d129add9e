/// Text for comparisons in which case does not count, as GitHub's runner compares: by UTF-16 units, of capitals.
///
/// A letter and its accent stay two: what is compared is what a program would be given.
struct FoldedText: Hashable, Comparable {
    private let units: [UInt16]

    init(_ text: String) {
        var units: [UInt16] = []
        units.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            if scalar.isASCII {
                let isSmall = (97...122).contains(scalar.value)
                units.append(UInt16(scalar.value) - (isSmall ? 32 : 0))
                continue
            }
            // One letter stays one: the capital of 'ß' counts as itself.
            let capital = scalar.properties.uppercaseMapping.unicodeScalars
            units.append(contentsOf: UTF16.encode(capital.count == 1 ? capital.first ?? scalar : scalar) ?? .init())
        }
        self.units = units
    }

    static func < (left: FoldedText, right: FoldedText) -> Bool {
        left.units.lexicographicallyPrecedes(right.units)
    }

    func starts(with other: FoldedText) -> Bool { units.starts(with: other.units) }

    func ends(with other: FoldedText) -> Bool { units.suffix(other.units.count) == other.units[...] }

    /// Whether the other text is a part of this one; the time is proportional to the length of both (Knuth, Morris and
    /// Pratt).
    func contains(_ other: FoldedText) -> Bool {
        let part = other.units
        guard !part.isEmpty else { return true }
        var borders = [0]
        var length = 0
        for index in part.indices.dropFirst() {
            while length > 0, part[index] != part[length] { length = borders[length - 1] }
            if part[index] == part[length] { length += 1 }
            borders.append(length)
        }
        length = 0
        for unit in units {
            while length > 0, unit != part[length] { length = borders[length - 1] }
            if unit == part[length] { length += 1 }
            if length == part.count { return true }
        }
        return false
    }
}
