/// What the format's rules ask of a scalar.
enum ScalarClass {
    /// Whether it separates words.
    static func isSpace(_ scalar: UInt32) -> Bool {
        if scalar < 0x80 { return scalar == 0x20 || (0x09...0x0D).contains(scalar) || (0x1C...0x1F).contains(scalar) }
        return Unicode.Scalar(scalar)?.properties.isWhitespace ?? false
    }

    /// Whether words are made of it: a letter, a number or an underscore.
    ///
    /// Marks are none of these.
    static func isWord(_ scalar: UInt32) -> Bool {
        if scalar < 0x80 {
            return (0x61...0x7A).contains(scalar) || (0x41...0x5A).contains(scalar) || isDigit(scalar) || scalar == 0x5F
        }
        switch Unicode.Scalar(scalar)?.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
            .letterNumber, .otherNumber:
            return true
        default: return false
        }
    }

    /// Whether it is one of the ten digits that numbers are written in.
    static func isDigit(_ scalar: UInt32) -> Bool {
        (0x30...0x39).contains(scalar)
    }

    /// Whether it is of a script that is written without spaces: ideographs, kana and hangul.
    static func isUnspaced(_ scalar: UInt32) -> Bool {
        (0x4E00...0x9FFF).contains(scalar) || (0x3400...0x4DBF).contains(scalar)
            || (0x3040...0x30FF).contains(scalar) || (0xAC00...0xD7AF).contains(scalar)
    }

    /// Whether it is of a script that is written without spaces between words.
    static func isSpaceless(_ scalar: UInt32) -> Bool {
        guard scalar >= 0xE00 else { return false }
        // Thai and Lao, Tibetan, Burmese, Khmer, kana, ideographs.
        return (0xE00...0xFFF).contains(scalar) || (0x1000...0x109F).contains(scalar)
            || (0x1780...0x17FF).contains(scalar) || (0x3040...0x30FF).contains(scalar)
            || (0x3400...0x9FFF).contains(scalar)
    }

    /// The form in which scalars are compared, whatever their case.
    ///
    /// It is the lower case as far as that is a single scalar; the letters that Unicode gives two lower-case forms, such as the
    /// sigma at the end of a Greek word or the dotless i of Turkish, have one form here.
    static func folded(_ scalar: UInt32) -> UInt32 {
        if scalar < 0x80 { return (0x41...0x5A).contains(scalar) ? scalar + 32 : scalar }
        if scalar == 0x130 { return 0x69 }
        guard let lower = Unicode.Scalar(scalar)?.properties.lowercaseMapping.unicodeScalars else { return scalar }
        let single = lower.count == 1 ? lower.first?.value ?? scalar : scalar
        return twins[single] ?? single
    }

    private static let twins: [UInt32: UInt32] = [
        0x131: 0x69, 0x17F: 0x73, 0xB5: 0x3BC, 0x345: 0x3B9, 0x1FBE: 0x3B9, 0x1FD3: 0x390, 0x1FE3: 0x3B0,
        0x3D0: 0x3B2, 0x3F5: 0x3B5, 0x3D1: 0x3B8, 0x3F0: 0x3BA, 0x3D6: 0x3C0, 0x3F1: 0x3C1, 0x3C2: 0x3C3,
        0x3D5: 0x3C6, 0x1C80: 0x432, 0x1C81: 0x434, 0x1C82: 0x43E, 0x1C83: 0x441, 0x1C84: 0x442, 0x1C85: 0x442,
        0x1C86: 0x44A, 0x1C87: 0x463, 0x1C88: 0xA64B, 0x1E9B: 0x1E61, 0xFB05: 0xFB06,
    ]
}
