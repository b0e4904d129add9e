/// Text of a pack in which `${{ }}` stands for values.
public struct TextTemplate: Sendable, Hashable {
    package enum Segment: Sendable, Hashable {
        case literal(String)
        case expression(Expression)
    }

    /// The text as the pack has it.
    public let source: String

    /// Its parts in order; no two literals stand side by side.
    package let segments: [Segment]

    /// Parses the text.
    package init(_ source: String) throws(ExpressionError) {
        let scalars = Array(source.unicodeScalars)
        guard scalars.count <= ExpressionLimit.sourceLength else {
            throw ExpressionError(.tooLarge, "the text is too long", at: 0..<scalars.count)
        }
        var segments: [Segment] = []
        var literal = String.UnicodeScalarView()
        var position = 0
        while position < scalars.count {
            guard scalars[position...].starts(with: Self.opening) else {
                literal.append(scalars[position])
                position += 1
                continue
            }
            if !literal.isEmpty { segments.append(.literal(String(literal))) }
            literal = String.UnicodeScalarView()
            var lexer = ExpressionLexer(scalars, opening: position..<position + Self.opening.count)
            let tokens = try lexer.tokens()
            var parser = ExpressionParser(tokens)
            segments.append(.expression(try parser.parse()))
            position = tokens.last?.range.upperBound ?? scalars.count
        }
        if !literal.isEmpty { segments.append(.literal(String(literal))) }
        self.source = source
        self.segments = segments
    }

    static let opening: [Unicode.Scalar] = ["$", "{", "{"]

    /// Whether the text has an expression in it.
    package static func hasExpression(_ text: String) -> Bool {
        var rest = text.utf8[...]
        while let dollar = rest.firstIndex(of: UInt8(ascii: "$")) {
            if rest[dollar...].starts(with: "${{".utf8) { return true }
            rest = rest[rest.index(after: dollar)...]
        }
        return false
    }

    /// Every reference in it, with its place.
    package var references: [(reference: Reference, range: Range<Int>)] {
        segments.flatMap { segment -> [(reference: Reference, range: Range<Int>)] in
            guard case .expression(let expression) = segment else { return [] }
            return expression.references
        }
    }

    /// The origins that its value can have.
    ///
    /// - Parameter origin: The origin of what a reference stands for.
    /// - Returns: The origins of all that the value can be made of.
    package func possibleOrigin(_ origin: (Reference) -> Origin) -> Origin {
        segments.reduce(into: .pack) { result, segment in
            if case .expression(let expression) = segment { result.formUnion(expression.possibleOrigin(origin)) }
        }
    }
}

extension TextTemplate {
    /// Computes the values of the parts.
    package func evaluateSegments(in context: EvaluationContext) throws(ExpressionError) -> [TracedValue] {
        var values: [TracedValue] = []
        var size = 0
        for segment in segments {
            switch segment {
            case .literal(let text): values.append(TracedValue(.string(text), from: .pack))
            case .expression(let expression): values.append(try expression.evaluate(in: context))
            }
            size += values.last?.value.text?.utf8.count ?? 0
            guard size <= ExpressionLimit.valueSize else { throw .valueTooLarge }
        }
        return values
    }

    /// Computes the value: that of the expression when the text is nothing else, and text otherwise.
    package func evaluate(in context: EvaluationContext) throws(ExpressionError) -> TracedValue {
        let values = try evaluateSegments(in: context)
        if values.count == 1 { return values[0] }
        let text = values.map(\.value.asText).joined()
        guard text.utf8.count <= ExpressionLimit.valueSize else { throw .valueTooLarge }
        return TracedValue(.string(text), from: values.reduce(into: .pack) { $0.formUnion($1.origin) })
    }
}

extension TextTemplate: Codable {
    /// Reads the text and parses it again.
    public init(from decoder: any Decoder) throws {
        self = try decoder.parsed { source throws(ExpressionError) in try Self(source) }
    }

    /// Writes the text.
    public func encode(to encoder: any Encoder) throws {
        try source.encode(to: encoder)
    }
}
