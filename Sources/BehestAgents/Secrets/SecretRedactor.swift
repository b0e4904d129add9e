/// Takes secrets out of a stream of bytes, however it is cut into pieces.
///
/// It finds given values, also in the encodings that programs commonly write, and tokens and private keys by how they
/// look. What may yet become a secret is held back: at most as many bytes as the longest of the values has.
package struct SecretRedactor: Sendable {
    /// What stands in the place of a secret.
    package static let mark = "[left out]"

    private var phrases: PhraseMatcher
    private var tokens = TokenMatcher()
    private var keys = PrivateKeyMatcher()
    private let beginnings: SecretBeginnings
    /// What was not given out yet, and which of it is secret.
    private var held: [UInt8] = []
    private var isSecret: [Bool] = []
    /// Whether a mark was the last that was given out.
    private var hasMarked = false

    /// Makes a redactor.
    ///
    /// - Parameter secrets: The values that must not get out; of a value of several lines each line is one too.
    package init(secrets: [String] = []) {
        let forms = Set(secrets.flatMap { SecretForms.all(of: $0) })
        phrases = PhraseMatcher(forms)
        beginnings = SecretBeginnings(of: Array(forms) + TokenMatcher.prefixes + PrivateKeyMatcher.prefixes)
    }

    /// Takes the next bytes, and returns those that can be given out.
    package mutating func redact(_ bytes: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        var next = 0
        while next < bytes.count {
            if isAtRest {
                // Nearly all bytes begin no secret, and are not looked at one by one.
                let stop = beginnings.first(in: bytes, from: next)
                if stop > next {
                    tokens.skip(to: bytes[stop - 1])
                    output += take(open: 0)
                    output += bytes[next..<stop]
                    hasMarked = false
                    next = stop
                    continue
                }
            }
            step(bytes[next])
            next += 1
        }
        return output + take(open: open)
    }

    /// Returns what is still held back, at the end of the stream.
    package mutating func finish() -> [UInt8] {
        defer { (phrases, tokens, keys) = (phrases.restarted, TokenMatcher(), PrivateKeyMatcher()) }
        return take(open: 0)
    }

    /// A whole text without its secrets.
    package func redacted(_ text: String) -> String {
        var redactor = self
        let bytes = redactor.redact(Array(text.utf8)) + redactor.finish()
        return String(decoding: bytes, as: UTF8.self)
    }

    private var isAtRest: Bool { phrases.open == 0 && tokens.isAtRest && keys.isAtRest }

    /// How many of the last bytes may yet become secret.
    private var open: Int { max(phrases.open, tokens.open, keys.open) }

    private mutating func step(_ byte: UInt8) {
        held.append(byte)
        isSecret.append(false)
        let found = max(phrases.step(byte), tokens.step(byte), keys.step(byte))
        for index in max(0, isSecret.count - found)..<isSecret.count { isSecret[index] = true }
    }

    /// Takes what is held back but for the last bytes.
    private mutating func take(open: Int) -> [UInt8] {
        var count = max(0, held.count - open)
        // What is secret is so, whatever follows.
        while count < held.count, isSecret[count] { count += 1 }
        var output: [UInt8] = []
        for index in 0..<count {
            if !isSecret[index] { output.append(held[index]) } else if !hasMarked { output += Self.mark.utf8 }
            hasMarked = isSecret[index]
        }
        held.removeFirst(count)
        isSecret.removeFirst(count)
        return output
    }
}
