import FoundationEssentials

/// The forms in which programs write a value.
enum SecretForms {
    /// What is shorter is no secret that could be told from other text.
    static let leastLength = 4

    /// The value, each of its lines, and all their encodings, as bytes.
    static func all(of secret: String) -> Set<[UInt8]> {
        let value = Array(secret.utf8)
        let lines = value.split { $0 == 10 || $0 == 13 }.map(Array.init).filter { $0.count >= 8 }
        var forms: Set<[UInt8]> = []
        for value in Set([value] + (lines.count > 1 ? lines : [])) {
            for form in [value] + base64(value) + hexadecimal(value) + percent(value) + escaped(value) {
                if form.count >= leastLength { forms.insert(form) }
            }
        }
        return forms
    }

    /// Base64 in both alphabets: alone, in lines, and as a part of something longer, which shifts it.
    static func base64(_ value: [UInt8]) -> [[UInt8]] {
        var forms: [[UInt8]] = []
        for shift in 0..<3 {
            let text = Array(Data([UInt8](repeating: 0, count: shift) + value).base64EncodedString().utf8)
            // Of a shifted value the first letters hang on what is before it, and the last one on what follows.
            let first = [0, 2, 3][shift]
            let end = (shift + value.count) * 8 / 6
            if first < end { forms.append(Array(text[first..<end])) }
            guard shift == 0 else { continue }
            forms += [text, Array(text.prefix { $0 != UInt8(ascii: "=") })]
            for width in [64, 76] where text.count > width {
                forms += stride(from: 0, to: text.count, by: width).map {
                    Array(text[$0..<min($0 + width, text.count)])
                }
                .filter { $0.count >= 8 }
            }
        }
        let others = forms.map { $0.map { $0 == UInt8(ascii: "+") ? 45 : $0 == UInt8(ascii: "/") ? 95 : $0 } }
        return forms + others
    }

    static func hexadecimal(_ value: [UInt8]) -> [[UInt8]] {
        [lowerDigits, upperDigits].map { digits in value.flatMap { hex($0, digits) } }
    }

    /// Percent encoding as URIs, forms and JavaScript have it, and of every byte.
    static func percent(_ value: [UInt8]) -> [[UInt8]] {
        let kept = ["-._~", "-._~!'()*", "-._~!'()*;,/?:@&=+$#", "-._*", ""].map { Array($0.utf8) }
        var forms: [[UInt8]] = []
        for (index, signs) in kept.enumerated() {
            for digits in [lowerDigits, upperDigits] {
                let keepsLetters = index < 4
                let form = value.flatMap { byte -> [UInt8] in
                    if keepsLetters, isLetterOrDigit(byte) || signs.contains(byte) { return [byte] }
                    return [UInt8(ascii: "%")] + hex(byte, digits)
                }
                forms.append(form)
                guard keepsLetters, value.contains(32) else { continue }
                let spaces = value.split(separator: 32, omittingEmptySubsequences: false).map { part in
                    part.flatMap { byte -> [UInt8] in
                        isLetterOrDigit(byte) || signs.contains(byte) ? [byte] : [UInt8(ascii: "%")] + hex(byte, digits)
                    }
                }
                forms.append(Array(spaces.joined(separator: [UInt8(ascii: "+")])))
            }
        }
        return forms
    }

    /// As JSON has it, in several manners, and as a shell does.
    static func escaped(_ value: [UInt8]) -> [[UInt8]] {
        let text = String(decoding: value, as: UTF8.self)
        var forms: [[UInt8]] = []
        for digits in [lowerDigits, upperDigits] {
            for (slashes, onlyASCII, markup) in [
                (false, false, false), (true, false, false), (false, true, false), (true, true, false),
                (false, false, true),
                (false, true, true),
            ] {
                let units = text.utf16.flatMap { unit in
                    json(unit, digits, slashes: slashes, onlyASCII: onlyASCII, markup: markup)
                }
                forms.append(Array(String(decoding: units, as: UTF16.self).utf8))
            }
        }
        forms.append(Array(text.replacing("'", with: "'\\''").utf8))
        forms.append(Array(text.replacing("\\", with: "\\\\").replacing("'", with: "\\'").utf8))
        return forms
    }

    private static func json(
        _ unit: UInt16,
        _ digits: [UInt8],
        slashes: Bool,
        onlyASCII: Bool,
        markup: Bool
    ) -> [UInt16] {
        func ascii(_ text: [UInt8]) -> [UInt16] { text.map(UInt16.init) }
        let code = ascii(Array("\\u".utf8) + hex(UInt8(unit >> 8), digits) + hex(UInt8(unit & 0xff), digits))
        switch unit {
        case 0x22, 0x5C: return [0x5C, unit]
        case 0x2F: return slashes ? [0x5C, unit] : [unit]
        case 0x08: return ascii(Array("\\b".utf8))
        case 0x09: return ascii(Array("\\t".utf8))
        case 0x0A: return ascii(Array("\\n".utf8))
        case 0x0C: return ascii(Array("\\f".utf8))
        case 0x0D: return ascii(Array("\\r".utf8))
        case 0x3C, 0x3E, 0x26: return markup ? code : [unit]
        case 0..<0x20, 0x7F: return code
        case 0x80...: return onlyASCII ? code : [unit]
        default: return [unit]
        }
    }

    private static let lowerDigits = Array("0123456789abcdef".utf8)
    private static let upperDigits = Array("0123456789ABCDEF".utf8)

    private static func hex(_ byte: UInt8, _ digits: [UInt8]) -> [UInt8] {
        [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
    }
}
