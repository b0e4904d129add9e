/// How and where a scalar was written in its file: what leads from its value back to the file's characters.
struct ScalarOrigin: Sendable {
    /// The ways in which YAML writes a scalar.
    enum Style: Sendable {
        case plain
        case singleQuoted
        case doubleQuoted
        case literalBlock
        case foldedBlock
    }

    /// The way this one is written.
    var style: Style
    /// Its first byte in the file: the quote or the block's sign, if it has one.
    var start: Int
    /// The file.
    var source: SourceText

    /// For every byte of the value, and its end, the byte of the file it was read from.
    ///
    /// Value and file are walked side by side; where the file has something that the value has not (a second quote, a
    /// folded line's indentation) the walk passes over it.
    func offsets(of value: String) -> [Int] {
        var walk = ScalarWalk(origin: self)
        var offsets: [Int] = []
        offsets.reserveCapacity(value.utf8.count + 1)
        for scalar in value.unicodeScalars {
            let place = walk.advance(over: scalar)
            offsets.append(contentsOf: repeatElement(place, count: UTF8.width(scalar)))
        }
        offsets.append(walk.position)
        return offsets
    }
}
