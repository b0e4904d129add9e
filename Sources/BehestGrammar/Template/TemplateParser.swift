/// Reads a template by recursive descent and collects every mistake.
struct TemplateParser {
    /// How deep brackets may stand within each other.
    static let deepest = 64
    /// The most mistakes reported of one template.
    static let mostDiagnostics = 20

    private let node: PackNode
    private var lexer: TemplateLexer
    private var token: TemplateLexer.Token?
    private let length: Int
    private var hasOverflowed = false
    private(set) var diagnostics: [Diagnostic] = []

    init(node: PackNode) {
        let text = node.text ?? ""
        self.node = node
        lexer = TemplateLexer(text)
        length = text.utf8.count
        token = lexer.next()
    }

    /// Reads the whole template.
    mutating func parse() -> TemplatePart {
        var parts: [TemplatePart] = []
        while true {
            parts.append(choice(depth: 0, start: parts.last?.bytes.upperBound ?? 0))
            guard let token else { break }
            // Only a closing bracket ends a choice: here there is none to close.
            guard case .close(let bracket) = token.kind else { break }
            report(
                "stray-bracket",
                "'\(bracket.closing)' closes nothing",
                at: token.bytes,
                hint: "remove it, or write '\\\(bracket.closing)' if it is said"
            )
            advance()
        }
        return parts.count == 1 ? parts[0] : TemplatePart(kind: .sequence(parts), bytes: 0..<length)
    }

    /// Reads sequences with `|` or `;` between them, up to a closing bracket or the end.
    private mutating func choice(depth: Int, start: Int) -> TemplatePart {
        var parts = [sequence(depth: depth, start: start)]
        var separator: TemplateLexer.Token.Kind?
        while let token, token.kind == .bar || token.kind == .semicolon {
            if let separator, separator != token.kind {
                report(
                    "mixed-separators",
                    "'|' and ';' stand in one group",
                    at: token.bytes,
                    hint: "put the alternatives into a group of their own, as in '((a|b);c)'"
                )
            } else {
                separator = token.kind
            }
            advance()
            parts.append(sequence(depth: depth, start: token.bytes.upperBound))
        }
        let bytes = start..<max(start, parts[parts.count - 1].bytes.upperBound)
        guard let separator else { return parts[0] }
        warnOfEmptyParts(parts, separator: separator, depth: depth)
        let kind: TemplatePart.Kind = separator == .bar ? .alternatives(parts) : .permutation(parts)
        return TemplatePart(kind: kind, bytes: bytes)
    }

    private mutating func warnOfEmptyParts(_ parts: [TemplatePart], separator: TemplateLexer.Token.Kind, depth: Int) {
        for part in parts where part.isEmpty {
            let isAlternative = separator == .bar
            report(
                isAlternative ? "empty-alternative" : "empty-item",
                isAlternative ? "an alternative has no words" : "an item of the permutation has no words",
                severity: .warning,
                at: part.bytes,
                hint: isAlternative ? "write '[a|b]' if nothing need be said" : "remove the ';'"
            )
        }
    }

    private mutating func sequence(depth: Int, start: Int) -> TemplatePart {
        var parts: [TemplatePart] = []
        while let token {
            switch token.kind {
            case .bar, .semicolon, .close: return finish(parts, start: start)
            case .text(let text):
                if let mixed = MixedScript.first(in: text) {
                    report(
                        "mixed-scripts",
                        mixed.message,
                        severity: .warning,
                        at: token.bytes,
                        hint: "type the word anew, in one script"
                    )
                }
                parts.append(TemplatePart(kind: .text(text), bytes: token.bytes))
                advance()
            case .open(let bracket): parts.append(group(bracket, token: token, depth: depth))
            case .list(let content):
                if let part = listReference(content, at: token.bytes) { parts.append(part) }
                advance()
            case .rule(let content):
                if content.utf8.allSatisfy({ $0 == UInt8(ascii: " ") }) {
                    report("empty-reference", "'<>' names no rule", at: token.bytes)
                }
                parts.append(TemplatePart(kind: .rule(content), bytes: token.bytes))
                advance()
            case .stray(let sign):
                report(
                    "stray-bracket",
                    "'\(sign)' closes nothing",
                    at: token.bytes,
                    hint: "remove it, or write '\\\(sign)' if it is said"
                )
                advance()
            case .unclosed(let sign):
                let end = sign == "{" ? "}" : ">"
                report("unclosed-reference", "'\(sign)' has no '\(end)'", at: token.bytes, hint: "add the '\(end)'")
                advance()
            }
        }
        return finish(parts, start: start)
    }

    private func finish(_ parts: [TemplatePart], start: Int) -> TemplatePart {
        let end = parts.last?.bytes.upperBound ?? start
        return parts.count == 1
            ? parts[0] : TemplatePart(kind: .sequence(parts), bytes: (parts.first?.bytes.lowerBound ?? start)..<end)
    }

    private mutating func group(
        _ bracket: TemplateLexer.Bracket,
        token opening: TemplateLexer.Token,
        depth: Int
    ) -> TemplatePart {
        guard depth < Self.deepest else {
            if !hasOverflowed {
                report(
                    "nested-too-deep",
                    "groups are nested more than \(Self.deepest) deep",
                    at: opening.bytes,
                    hint: "move the inner part into an expansion rule"
                )
            }
            hasOverflowed = true
            token = nil
            return TemplatePart(kind: .sequence([]), bytes: opening.bytes)
        }
        advance()
        let content = choice(depth: depth + 1, start: opening.bytes.upperBound)
        let end = close(bracket, openedAt: opening.bytes) ?? content.bytes.upperBound
        let bytes = opening.bytes.lowerBound..<max(end, opening.bytes.upperBound)
        // '[ ]' has a meaning: a gap that may be left out, as in 'read[ ]me'.
        if content.bytes.isEmpty || (bracket == .round && content.isEmpty), !hasOverflowed {
            let name = bracket.opening + bracket.closing
            report("empty-group", "'\(name)' has no words", severity: .warning, at: bytes, hint: "remove it")
        }
        let kind: TemplatePart.Kind = bracket == .square ? .optional(content) : .sequence([content])
        return TemplatePart(kind: kind, bytes: bytes)
    }

    /// Takes the closing bracket of a group and returns where it ends; a wrong or missing one is reported.
    private mutating func close(_ bracket: TemplateLexer.Bracket, openedAt opening: Range<Int>) -> Int? {
        guard let token, case .close(let found) = token.kind else {
            if !hasOverflowed {
                report(
                    "unclosed-group",
                    "'\(bracket.opening)' has no '\(bracket.closing)'",
                    at: opening,
                    hint: "add the '\(bracket.closing)'"
                )
            }
            return nil
        }
        if found != bracket {
            report(
                "wrong-bracket",
                "'\(bracket.opening)' is closed by '\(found.closing)'",
                at: token.bytes,
                hint: "write '\(bracket.closing)'"
            )
        }
        advance()
        return token.bytes.upperBound
    }

    private mutating func listReference(_ content: String, at bytes: Range<Int>) -> TemplatePart? {
        switch ListReference.parse(content) {
        case .success(let reference): return TemplatePart(kind: .list(reference), bytes: bytes)
        case .failure(let problem):
            report(problem.code, problem.message, at: bytes, hint: problem.hint)
            return nil
        }
    }

    private mutating func advance() {
        token = hasOverflowed ? nil : lexer.next()
    }

    private mutating func report(
        _ code: String,
        _ message: String,
        severity: Diagnostic.Severity = .error,
        at bytes: Range<Int>,
        hint: String? = nil
    ) {
        guard diagnostics.count < Self.mostDiagnostics else { return }
        diagnostics.append(Diagnostic(severity, code: code, message, at: node.range(of: bytes), hint: hint))
    }
}

extension TemplatePart {
    /// Whether nothing at all is written here.
    var isEmpty: Bool {
        switch kind {
        case .text(let text): text.utf8.allSatisfy { $0 == UInt8(ascii: " ") }
        case .sequence(let parts): parts.allSatisfy(\.isEmpty)
        default: false
        }
    }
}
