/// A value of a pack, somewhere in which `${{ }}` may stand.
public indirect enum InputTemplate: Sendable, Hashable {
    /// A value as it stands.
    case constant(JSONValue)
    /// Text with expressions.
    case text(TextTemplate)
    /// Values in order.
    case list([InputTemplate])
    /// Values by name.
    case mapping([String: InputTemplate])

    /// The text, if it is constant.
    var constantText: String? {
        guard case .constant(let value) = self else { return nil }
        return value.text
    }

    /// The value, if nothing in it is computed.
    var constantValue: JSONValue? {
        switch self {
        case .constant(let value): return value
        case .text: return nil
        case .list(let elements):
            let values = elements.compactMap(\.constantValue)
            return values.count == elements.count ? .list(values) : nil
        case .mapping(let members):
            let values = members.compactMapValues(\.constantValue)
            return values.count == members.count ? .mapping(values) : nil
        }
    }

    /// Every reference in it.
    package var references: [Reference] {
        switch self {
        case .constant: []
        case .text(let template): template.references.map(\.reference)
        case .list(let elements): elements.flatMap(\.references)
        case .mapping(let members): members.values.flatMap(\.references)
        }
    }

    /// The origins that its value can have.
    ///
    /// - Parameter origin: The origin of what a reference stands for.
    /// - Returns: The origins of all that the value can be made of.
    package func possibleOrigin(_ origin: (Reference) -> Origin) -> Origin {
        switch self {
        case .constant: .pack
        case .text(let template): template.possibleOrigin(origin)
        case .list(let elements): elements.reduce(into: .pack) { $0.formUnion($1.possibleOrigin(origin)) }
        case .mapping(let members): members.values.reduce(into: .pack) { $0.formUnion($1.possibleOrigin(origin)) }
        }
    }

    /// Computes the value; one made of several has the origins of all.
    package func evaluate(in context: EvaluationContext) throws(ExpressionError) -> TracedValue {
        switch self {
        case .constant(let value):
            return TracedValue(value, from: .pack)
        case .text(let template):
            return try template.evaluate(in: context)
        case .list(let elements):
            var values: [JSONValue] = []
            var origin = Origin.pack
            for element in elements {
                let value = try element.evaluate(in: context)
                values.append(value.value)
                origin.formUnion(value.origin)
            }
            return TracedValue(.list(values), from: origin)
        case .mapping(let members):
            var values: [String: JSONValue] = [:]
            var origin = Origin.pack
            for (name, member) in members {
                let value = try member.evaluate(in: context)
                values[name] = value.value
                origin.formUnion(value.origin)
            }
            return TracedValue(.mapping(values), from: origin)
        }
    }
}
