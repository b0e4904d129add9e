/// Takes out of text what looks like a secret.
///
/// It can only find what looks like one: a log that is to be attached is chosen by a person.
enum Redactor {
    /// What stands in the place of a secret.
    static let mark = "[left out]"

    /// What a line has that may hold a secret; the others, which are nearly all, are not looked at closely.
    private static let signs = [
        "pass", "pwd", "secret", "token", "key", "credential", "cookie", "bearer", "basic", "://", "gh", "glpat", "sk-",
        "xox", "akia", "asia", "eyj",
    ].map { Array($0.utf8) }

    /// The text without what looks like passwords, keys and tokens.
    static func redacted(_ text: String) -> String {
        var lines: [String] = []
        var isInKey = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.contains("-----END") { isInKey = false }
            if !isInKey { lines.append(redacted(line: line)) }
            if line.contains("-----BEGIN"), line.contains("PRIVATE KEY") {
                isInKey = true
                lines.append(mark)
            }
        }
        return lines.joined(separator: "\n")
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

    /// Tokens that say by their beginning what they are.
    private static var token: Regex<Substring> {
        #/\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,}|glpat-[A-Za-z0-9_\-]{16,}|sk-[A-Za-z0-9_\-]{16,}|xox[abprs]-[A-Za-z0-9\-]{10,}|A(?:KIA|SIA)[A-Z0-9]{16}|eyJ[A-Za-z0-9_\-]{8,}\.[A-Za-z0-9_\-]{8,}\.[A-Za-z0-9_\-]*)/#
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
