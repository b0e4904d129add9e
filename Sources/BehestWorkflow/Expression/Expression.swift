/// What stands between `${{` and `}}`, parsed.
package indirect enum Expression: Sendable, Hashable {
    /// A value written down.
    case literal(JSONValue)
    /// A value that the surroundings supply, and where it is named.
    case reference(Reference, at: Range<Int>)
    /// `.name` or `[index]`: a member of a mapping or a list.
    case member(Expression, Expression)
    /// `.*`: all members; what follows is taken of each.
    case everyMember(Expression)
    /// `!`.
    case not(Expression)
    /// Two operands with an operator between them.
    case binary(BinaryOperator, Expression, Expression)
    /// A function of values.
    case call(ExpressionFunction, [Expression])
    /// A function of what was done so far.
    case status(StatusFunction)

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

    /// What it is made of.
    private var parts: [Expression] {
        switch self {
        case .literal, .reference, .status: []
        case .not(let operand), .everyMember(let operand): [operand]
        case .member(let left, let right), .binary(_, let left, let right): [left, right]
        case .call(_, let arguments): arguments
        }
    }

    /// Every reference in it, with its place, in the order of the text.
    package var references: [(reference: Reference, range: Range<Int>)] {
        if case .reference(let reference, let range) = self { return [(reference, range)] }
        return parts.flatMap(\.references)
    }

    /// Whether it asks what was done so far.
    package var hasStatusFunction: Bool {
        if case .status = self { return true }
        return parts.contains(where: \.hasStatusFunction)
    }

    /// The origins that its value can have.
    ///
    /// `a && b || c` and `a[b]` choose among what the pack wrote: the choice may hang on data without the value being
    /// data.
    ///
    /// - Parameter origin: The origin of what a reference stands for.
    /// - Returns: The origins of all that the value can be made of.
    package func possibleOrigin(_ origin: (Reference) -> Origin) -> Origin {
        switch self {
        case .literal, .not, .status: .pack
        case .reference(let reference, _): origin(reference)
        case .member(let object, _), .everyMember(let object): object.possibleOrigin(origin)
        case .binary(.or, let left, let right): left.possibleOrigin(origin).union(right.possibleOrigin(origin))
        case .binary(.and, _, let right): right.possibleOrigin(origin)
        case .binary: .pack
        case .call(_, let arguments): arguments.reduce(into: .pack) { $0.formUnion($1.possibleOrigin(origin)) }
        }
    }
}

/// The functions that tell what was done so far; they belong in `if`.
package enum StatusFunction: String, Sendable, Hashable, CaseIterable {
    /// Whether nothing has failed.
    case success
    /// Whether something has failed.
    case failure
    /// True.
    case always
    /// Whether the run was cancelled.
    case cancelled
}
