extension Expression {
    /// Computes the value.
    ///
    /// `&&` and `||` return one of their operands with its origin, and a member has the origin of the whole; what is
    /// computed of several values has the origins of all.
    package func evaluate(in context: EvaluationContext) throws(ExpressionError) -> TracedValue {
        switch self {
        case .literal(let value):
            return TracedValue(value, from: .pack)
        case .reference(let reference, _):
            return context.value(of: reference)
        case .member(let object, let index):
            let value = try object.evaluate(in: context)
            let key = try index.evaluate(in: context).value
            return TracedValue(
                object.isFiltered ? value.value.membersOfEach(key) : value.value.member(key) ?? .null,
                from: value.origin
            )
        case .everyMember(let object):
            let value = try object.evaluate(in: context)
            let values = object.isFiltered ? (value.value.elements ?? []).flatMap(\.allMembers) : value.value.allMembers
            return TracedValue(.list(values), from: value.origin)
        case .not(let operand):
            let value = try operand.evaluate(in: context)
            return TracedValue(.boolean(!value.value.isTruthy), from: value.origin)
        case .binary(.or, let left, let right):
            let value = try left.evaluate(in: context)
            return value.value.isTruthy ? value : try right.evaluate(in: context)
        case .binary(.and, let left, let right):
            let value = try left.evaluate(in: context)
            return value.value.isTruthy ? try right.evaluate(in: context) : value
        case .binary(let comparison, let left, let right):
            let (left, right) = (try left.evaluate(in: context), try right.evaluate(in: context))
            return TracedValue(
                .boolean(comparison.holds(left.value, right.value)),
                from: left.origin.union(right.origin)
            )
        case .call(let function, let arguments):
            return try evaluate(function, of: arguments, in: context)
        case .status(let function):
            return TracedValue(.boolean(function.holds(context.status)), from: .pack)
        }
    }

    private func evaluate(
        _ function: ExpressionFunction,
        of arguments: [Expression],
        in context: EvaluationContext
    ) throws(ExpressionError) -> TracedValue {
        var values: [JSONValue] = []
        var origin = Origin.pack
        for argument in arguments {
            let value = try argument.evaluate(in: context)
            values.append(value.value)
            origin.formUnion(value.origin)
        }
        let result = try function(values)
        if let text = result.text, text.utf8.count > ExpressionLimit.valueSize { throw .valueTooLarge }
        return TracedValue(result, from: origin)
    }

    /// Whether it is a list made by `.*`, of each of whose elements the next member is taken.
    private var isFiltered: Bool {
        switch self {
        case .everyMember: true
        case .member(let object, _): object.isFiltered
        case .literal, .reference, .not, .binary, .call, .status: false
        }
    }
}

extension Expression.BinaryOperator {
    fileprivate func holds(_ left: JSONValue, _ right: JSONValue) -> Bool {
        switch self {
        case .equal: left.looselyEquals(right)
        case .notEqual: !left.looselyEquals(right)
        case .less: left.isLess(than: right)
        case .lessOrEqual: left.isLess(than: right) || left.looselyEquals(right)
        case .greater: right.isLess(than: left)
        case .greaterOrEqual: right.isLess(than: left) || left.looselyEquals(right)
        case .or: left.isTruthy || right.isTruthy
        case .and: left.isTruthy && right.isTruthy
        }
    }
}

extension StatusFunction {
    fileprivate func holds(_ status: EvaluationContext.Ending) -> Bool {
        switch self {
        case .success: status == .success
        case .failure: status == .failure
        case .cancelled: status == .cancelled
        case .always: true
        }
    }
}
