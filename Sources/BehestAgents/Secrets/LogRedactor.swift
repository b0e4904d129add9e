/// Takes out of a log what looks like a secret: what ``SecretRedactor`` knows, and what stands where passwords do.
///
/// It can only find what looks like one: a log that is to be attached is chosen by a person.
enum LogRedactor {
    private static let mark = SecretRedactor.mark

    /// What a line has that may hold a secret; the others, which are nearly all, are not looked at closely.
    private static let signs = [
        "pass", "pwd", "secret", "token", "key", "credential", "cookie", "bearer", "basic", "://", "eyj",
    ].map { Array($0.utf8) }

    /// The text without what looks like passwords, keys and tokens.
    static func redacted(_ text: String) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { redacted(line: $0) }
        return SecretRedactor().redacted(lines.joined(separator: "\n"))
    }

    private static func redacted(line: Substring) -> String {
        var line = String(line)
        let letters = line.utf8.map { (65...90).contains($0) ? $0 + 32 : $0 }
        guard signs.contains(where: { letters.has($0) }) else { return line }
        line.replace(address) { "\($0.output.1)\(mark)@" }
        line.replace(bearer) { "\($0.output.1) \(mark)" }
        line.replace(assignment) { "\($0.output.1)\(mark)" }
        line.replace(token) { _ in mark }
        return line
    }

    /// A name and password before the host of an address.
    private static var address: Regex<(Substring, Substring)> { #/([A-Za-z][A-Za-z0-9+.\-]*://)[^/\s:@]*:[^/\s@]+@/# }

    private static var bearer: Regex<(Substring, Substring)> {
        #/\b((?i:bearer|basic))\s+[A-Za-z0-9+\/=._~\-]{8,}/#
    }

    /// `password=…`, `"api_key": "…"`, `TOKEN: …`, `X-Auth-Token: …`.
    private static var assignment: Regex<(Substring, Substring)> {
        #/((?i:pass(?:word|wd|phrase)?|pwd|secret|token|api[_\-]?key|access[_\-]?key|private[_\-]?key|credentials?|cookie)[A-Za-z0-9_\-]*["']?\s*[:=]\s*)(?:"[^"\n]*"|'[^'\n]*'|[^\s"',;&]+)/#
    }

    /// A JSON Web Token.
    private static var token: Regex<Substring> {
        #/\beyJ[A-Za-z0-9_\-]{8,}\.[A-Za-z0-9_\-]{8,}\.[A-Za-z0-9_\-]*/#
    }
}

extension [UInt8] {
    /// Whether some bytes stand somewhere in it.
    fileprivate func has(_ others: [UInt8]) -> Bool {
        guard let first = others.first, count >= others.count else { return false }
        for start in 0...count - others.count where self[start] == first {
            if self[start..<start + others.count].elementsEqual(others) { return true }
        }
        return false
    }
}
