/// What stands between `${{` and `}}`, parsed.
package indirect enum Expression: Sendable, Hashable {
    /// A value written down.
    case literal(JSONValue)
    /// A value that the surroundings supply, and where it is named.
    case reference(Reference, at: Range<Int>)
    /// `!`.
    case not(Expression)
    /// Two operands with an operator between them.
    case binary(BinaryOperator, Expression, Expression)
    /// A function of values.
    case call(ExpressionFunction, [Expression])

    /// What stands between two operands.
    package enum BinaryOperator: String, Sendable, Hashable {
        case or = "||"
        case and = "&&"
        case equal = "=="
        case notEqual = "!="
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="

        /// How tightly it binds; the greater the tighter.
        var precedence: Int {
            switch self {
            case .or: 1
            case .and: 2
            case .equal, .notEqual: 3
            case .less, .lessOrEqual, .greater, .greaterOrEqual: 4
            }
        }
    }

    /// Every reference in it, with its place, in the order of the text.
    package var references: [(reference: Reference, range: Range<Int>)] {
        switch self {
        case .literal: []
        case .reference(let reference, let range): [(reference, range)]
        case .not(let operand): operand.references
        case .binary(_, let left, let right): left.references + right.references
        case .call(_, let arguments): arguments.flatMap(\.references)
        }
    }

    /// The origins that its value can have.
    ///
    /// `a && b || c` chooses among what the pack wrote: the choice may hang on data without the value being data.
    package var possibleOrigin: Origin {
        switch self {
        case .literal, .not: .pack
        case .reference(let reference, _): reference.origin
        case .binary(.or, let left, let right): left.possibleOrigin.union(right.possibleOrigin)
        case .binary(.and, _, let right): right.possibleOrigin
        case .binary: .pack
        case .call(_, let arguments): arguments.reduce(into: .pack) { $0.formUnion($1.possibleOrigin) }
        }
    }
}
