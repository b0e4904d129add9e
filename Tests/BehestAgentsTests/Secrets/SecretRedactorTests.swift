import FoundationEssentials
import Testing

@testable import BehestAgents

struct SecretRedactorTests {
    /// Forty values of all sorts: letters, signs, several scripts, lines, spaces.
    private static let values: [String] = (0..<40).map { number in
        let alphabets = [
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", "!\"#$%&'()*+,-./:;<=>?@[]^_`{|}~\\ab ",
            "äöüßéèñçøåæ€漢字かな😀🎉xyz", "abc\tdef ghi'jkl\"mno/pqr+stu",
        ]
        var generator = Numbers(state: UInt64(number + 1))
        let letters = Array(alphabets[number % alphabets.count])
        let text = String((0..<(8 + number % 33)).map { _ in letters[Int(generator.next() % UInt64(letters.count))] })
        return number % 10 == 9 ? "\(text)\n\(text.reversed())\nlast-line-\(number)" : "s\(number)\(text)"
    }

    /// How programs write a value.
    private static let encodings: [@Sendable (String) -> String] = [
        { $0 },
        { Data($0.utf8).base64EncodedString() },
        {
            Data($0.utf8).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing(
                "=",
                with: ""
            )
        },
        { $0.utf8.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined() },
        { value in
            value.utf8.map { byte in
                let character = Character(Unicode.Scalar(byte))
                let isKept = byte < 128 && (character.isLetter || character.isNumber || "-._~".contains(character))
                let hex = String(byte, radix: 16, uppercase: true)
                return isKept ? String(character) : "%\(hex.count < 2 ? "0" : "")\(hex)"
            }.joined()
        },
        { value in
            let data = (try? JSONEncoder().encode([value])) ?? Data()
            return String(String(decoding: data, as: UTF8.self).dropFirst(2).dropLast(2))
        },
        // Within something longer, as a name and a password are sent.
        { Data("me:\($0)!".utf8).base64EncodedString() },
    ]

    @Test func nothingOfFortySecretsGetsOutHoweverItIsWrittenAndCut() {
        var generator = Numbers(state: 7)
        let redactor = SecretRedactor(secrets: Self.values)
        for (number, value) in Self.values.enumerated() {
            for (manner, encode) in Self.encodings.enumerated() {
                let written = encode(value)
                let bytes = Array("before \(number) <\(written)> after \(number)\n".utf8)
                var stream = redactor
                var output: [UInt8] = []
                var next = 0
                while next < bytes.count {
                    let end = min(bytes.count, next + 1 + Int(generator.next() % 9))
                    output += stream.redact(Array(bytes[next..<end]))
                    next = end
                }
                let text = String(decoding: output + stream.finish(), as: UTF8.self)
                #expect(!text.contains(written), "value \(number), manner \(manner)")
                #expect(text.contains(SecretRedactor.mark))
                #expect(text.hasPrefix("before \(number) <"))
                #expect(text.hasSuffix("> after \(number)\n"))
                // Of a secret within something longer what is around it may stay, and nothing of it.
                if manner < 6 {
                    #expect(text == "before \(number) <\(SecretRedactor.mark)> after \(number)\n")
                } else {
                    #expect(text.utf8.count < 60)
                }
            }
        }
    }

    @Test func linesOfASecretAreSecretsToo() {
        let key = (0..<4).map { "line-\($0)-\(String(repeating: "x", count: 30))" }.joined(separator: "\n")
        let redactor = SecretRedactor(secrets: [key])
        #expect(redactor.redacted("  line-2-\(String(repeating: "x", count: 30))") == "  [left out]")
        let wrapped = Data(key.utf8).base64EncodedString(options: [.lineLength76Characters, .endLineWithLineFeed])
        #expect(!redactor.redacted(wrapped).contains(wrapped.prefix(30)))
        #expect(redactor.redacted(wrapped).utf8.count < 60)
    }

    @Test(arguments: [
        ("used ghp_0123456789abcdefghij01.", "used [left out]."),
        ("github_pat_0123456789_abcdefghij", "[left out]"),
        ("a=glpat-0123456789_abcdefg b", "a=[left out] b"),
        ("(sk-0123456789-abcdefghij)", "([left out])"),
        ("AKIAABCDEFGHIJKLMNOP", "[left out]"),
        ("xoxb-123456789012 xoxp-abcdefghijkl", "[left out] [left out]"),
        (
            "ghp_short task-0123456789abcdefghij disk-0123456789-abcdef",
            "ghp_short task-0123456789abcdefghij disk-0123456789-abcdef"
        ),
        ("gh ghghp_0123456789abcdefghij01", "gh ghghp_0123456789abcdefghij01"),
        (
            "x\n-----BEGIN OPENSSH PRIVATE KEY-----\nabc\n\ndef\n-----END OPENSSH PRIVATE KEY-----\ny",
            "x\n-----BEGIN OPENSSH PRIVATE KEY-----\n[left out]\n-----END OPENSSH PRIVATE KEY-----\ny"
        ),
        (
            #"{"key": "-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----\n"}"#,
            #"{"key": "-----BEGIN PRIVATE KEY-----[left out]-----END PRIVATE KEY-----\n"}"#
        ),
        (
            "-----BEGIN CERTIFICATE-----\nabc\n-----END CERTIFICATE-----",
            "-----BEGIN CERTIFICATE-----\nabc\n-----END CERTIFICATE-----"
        ),
        ("--------BEGIN PRIVATE KEY-----\nabc", "--------BEGIN PRIVATE KEY-----\n[left out]"),
    ])
    func whatLooksLikeASecretIsOne(_ text: String, _ expected: String) {
        #expect(SecretRedactor().redacted(text) == expected)
        for size in 1...5 {
            var redactor = SecretRedactor()
            let bytes = Array(text.utf8)
            var output: [UInt8] = []
            for start in stride(from: 0, to: bytes.count, by: size) {
                output += redactor.redact(Array(bytes[start..<min(start + size, bytes.count)]))
            }
            #expect(String(decoding: output + redactor.finish(), as: UTF8.self) == expected)
        }
    }

    @Test func onlyWhatMayBecomeASecretIsHeldBack() {
        var redactor = SecretRedactor(secrets: ["abcdef"])
        #expect(redactor.redact(Array("xabc".utf8)) == Array("x".utf8))
        #expect(redactor.redact(Array("abcd".utf8)) == Array("abc".utf8))
        #expect(redactor.redact(Array("ef".utf8)) == Array("[left out]".utf8))
        #expect(redactor.redact(Array("abcdefz".utf8)) == Array("z".utf8))
        #expect(redactor.redact(Array("ab".utf8)) == [])
        #expect(redactor.finish() == Array("ab".utf8))
    }

    @Test func secretsThatOverlapAreBothLeftOut() {
        let redactor = SecretRedactor(secrets: ["abcdef", "defghi", "cdefg"])
        #expect(redactor.redacted("-abcdefghi-cdefg-abcde-") == "-[left out]-[left out]-abcde-")
    }
}

/// Numbers that look drawn by chance and are the same each time.
private struct Numbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state >> 33
    }
}
