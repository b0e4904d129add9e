/// Cuts an expression into its words, up to and with the `}}` that closes it.
struct ExpressionLexer {
    private let scalars: [Unicode.Scalar]
    private var position: Int
    /// Where `${{` stands; `nil` for an expression that is the whole text.
    private let opening: Range<Int>?

    /// Begins behind the `${{` that stands at `opening`.
    init(_ scalars: [Unicode.Scalar], opening: Range<Int>) {
        self.scalars = scalars
        self.opening = opening
        position = opening.upperBound
    }

    /// Begins with text that is nothing but an expression.
    init(bare scalars: [Unicode.Scalar]) {
        self.scalars = scalars
        opening = nil
        position = 0
    }

    /// All the words; the last one closes the expression.
    mutating func tokens() throws(ExpressionError) -> [ExpressionToken] {
        var tokens: [ExpressionToken] = []
        while true {
            let token = try next()
            tokens.append(token)
            if token.kind == .close { return tokens }
        }
    }

    private mutating func next() throws(ExpressionError) -> ExpressionToken {
        while let scalar = peek(), scalar.properties.isWhitespace { position += 1 }
        let start = position
        guard let scalar = peek() else {
            guard let opening else { return ExpressionToken(kind: .close, range: start..<start) }
            throw ExpressionError(.syntax, "'${{' is not closed", at: opening, hint: "close it with '}}'")
        }
        if isNameStart(scalar) { return name(from: start) }
        if isDigit(scalar) || (isSign(scalar) && peek(1).map(isDigitOrPoint) == true) || isPointNumber(scalar) {
            return try number(from: start)
        }
        if scalar == "'" { return try string(from: start) }
        if scalar == "\"" {
            throw ExpressionError(
                .syntax,
                "text stands in single quotes",
                at: start..<start + 1,
                hint: "write 'text'; a quote inside is doubled"
            )
        }
        return try symbol(from: start)
    }

    private mutating func name(from start: Int) -> ExpressionToken {
        while let scalar = peek(), isNameStart(scalar) || isDigit(scalar) || scalar == "-" { position += 1 }
        return ExpressionToken(kind: .name(text(start..<position)), range: start..<position)
    }

    private mutating func number(from start: Int) throws(ExpressionError) -> ExpressionToken {
        var previous: Unicode.Scalar = "0"
        while let scalar = peek(),
            isDigitOrPoint(scalar) || isNameStart(scalar) || (isSign(scalar) && (position == start || previous == "e"))
        {
            previous = scalar == "E" ? "e" : scalar
            position += 1
        }
        let value = JSONValue.string(text(start..<position)).asNumber
        guard !value.isNaN else {
            throw ExpressionError(
                .syntax,
                "'\(text(start..<position))' is not a number",
                at: start..<position
            )
        }
        return ExpressionToken(kind: .number(value), range: start..<position)
    }

    private mutating func string(from start: Int) throws(ExpressionError) -> ExpressionToken {
        var content = String.UnicodeScalarView()
        position += 1
        while let scalar = peek() {
            position += 1
            guard scalar == "'" else {
                content.append(scalar)
                continue
            }
            guard peek() == "'" else {
                return ExpressionToken(kind: .string(String(content)), range: start..<position)
            }
            content.append(scalar)
            position += 1
        }
        throw ExpressionError(.syntax, "the text is not closed", at: start..<start + 1, hint: "close it with a quote")
    }

    private mutating func symbol(from start: Int) throws(ExpressionError) -> ExpressionToken {
        let pair = text(start..<min(start + 2, scalars.count))
        if pair == "}}", opening != nil {
            position += 2
            return ExpressionToken(kind: .close, range: start..<position)
        }
        for symbol in ["||", "&&", "==", "!=", "<=", ">=", "!", "<", ">", "(", ")", "[", "]", ".", ",", "*"]
        where pair.hasPrefix(symbol) {
            position += symbol.utf8.count
            return ExpressionToken(kind: .operator(symbol), range: start..<position)
        }
        let single = text(start..<start + 1)
        let hint = ["|": "write '||'", "&": "write '&&'", "=": "write '=='"][single]
        throw ExpressionError(.syntax, "'\(single)' means nothing here", at: start..<start + 1, hint: hint)
    }

    private func peek(_ distance: Int = 0) -> Unicode.Scalar? {
        position + distance < scalars.count ? scalars[position + distance] : nil
    }

    private func text(_ range: Range<Int>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars[range])
        return String(view)
    }

    private func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }
    private func isDigitOrPoint(_ scalar: Unicode.Scalar) -> Bool { isDigit(scalar) || scalar == "." }
    private func isSign(_ scalar: Unicode.Scalar) -> Bool { scalar == "-" || scalar == "+" }
    private func isPointNumber(_ scalar: Unicode.Scalar) -> Bool { scalar == "." && peek(1).map(isDigit) == true }
    private func isNameStart(_ scalar: Unicode.Scalar) -> Bool {
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || scalar == "_"
    }
}
