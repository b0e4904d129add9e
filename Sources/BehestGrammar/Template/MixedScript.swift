/// Two letters of one word that look alike those of other scripts, as the Cyrillic "а" in "stаrt": such a word cannot be typed or
/// heard as it is written.
struct MixedScript {
    /// The first letter of the script in which the word begins.
    let first: Unicode.Scalar
    /// The first letter of another one.
    let other: Unicode.Scalar

    /// What is wrong, in words.
    var message: String { "a word mixes \(Self.name(first)) with \(Self.name(other))" }

    /// Finds the first word of a text that mixes scripts whose letters are mistaken for each other; `nil` if none does.
    ///
    /// Scripts that are written together as a matter of course, such as those of Japanese, are not told apart.
    static func first(in text: String) -> MixedScript? {
        // Nearly all texts of nearly all packs.
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return nil }
        var first: (letter: Unicode.Scalar, script: String)?
        for scalar in text.unicodeScalars {
            guard scalar.isWordPart else {
                first = nil
                continue
            }
            guard let script = script(of: scalar) else { continue }
            guard let known = first else {
                first = (scalar, script)
                continue
            }
            if known.script != script { return MixedScript(first: known.letter, other: scalar) }
        }
        return nil
    }

    private static func name(_ letter: Unicode.Scalar) -> String {
        let code = String(letter.value, radix: 16, uppercase: true)
        let padded = String(repeating: "0", count: max(0, 4 - code.count)) + code
        return "the \(script(of: letter) ?? "unknown") letter '\(letter)' (U+\(padded))"
    }

    private static func script(of scalar: Unicode.Scalar) -> String? {
        guard scalar.properties.isAlphabetic, scalar != "\u{B5}" else { return nil }
        return scripts.first { $0.ranges.contains { $0.contains(scalar.value) } }?.name
    }

    /// The scripts whose letters look alike, with the blocks of Unicode that hold them.
    private static let scripts: [(name: String, ranges: [ClosedRange<UInt32>])] = [
        ("Latin", [0x41...0x24F, 0x1E00...0x1EFF, 0x2C60...0x2C7F, 0xA722...0xA7FF, 0xFF21...0xFF5A]),
        ("Greek", [0x370...0x3FF, 0x1F00...0x1FFF]),
        ("Cyrillic", [0x400...0x52F, 0x1C80...0x1C8F, 0x2DE0...0x2DFF, 0xA640...0xA69F]),
        ("Armenian", [0x530...0x58F]),
        ("Cherokee", [0x13A0...0x13FF, 0xAB70...0xABBF]),
    ]
}
