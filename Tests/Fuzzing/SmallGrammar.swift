/// A pack that is made of lines, so that a fuzzer need not find out first how a pack is written.
struct SmallGrammar {
    private var sentences: [String] = []
    private var rules: [String] = []
    private var values: [String] = []

    /// Each line is a sentence, or what its beginning says.
    init(lines: [UInt8]) {
        for line in String(decoding: lines, as: UTF8.self).split(separator: "\n") {
            if line.hasPrefix("r:") {
                rules.append(Self.quoted(line.dropFirst(2)))
            } else if line.hasPrefix("l:") {
                values.append(Self.quoted(line.dropFirst(2)))
            } else {
                sentences.append(Self.quoted(line))
            }
        }
    }

    /// The pack, with rules `r0`, `r1` …, a list `l`, a range `n` and a wildcard `w`.
    var pack: [UInt8] {
        var lines = ["language: en", "intents:"]
        for (number, sentence) in sentences.enumerated() {
            lines.append("  I\(number): {data: [{sentences: [\(sentence)]}]}")
        }
        lines.append("expansion_rules:")
        for (number, rule) in rules.enumerated() { lines.append("  r\(number): \(rule)") }
        lines.append("lists:")
        lines.append("  l: {values: [\((values.isEmpty ? ["red"] : values).joined(separator: ", "))]}")
        lines.append("  n: {range: {from: -20, to: 1200, step: 20}}")
        lines.append("  w: {wildcard: true}")
        return Array(lines.joined(separator: "\n").utf8)
    }

    private static func quoted(_ text: Substring) -> String {
        "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
    }
}
