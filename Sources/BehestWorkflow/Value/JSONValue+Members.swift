/// What `.name`, `[index]` and `.*` find, as in GitHub Actions' expressions.
extension JSONValue {
    /// The value of a name, whose case counts only where two names differ by nothing else, or of a place from 0.
    func member(_ key: JSONValue) -> JSONValue? {
        switch self {
        case .mapping(let members):
            guard key.isScalar else { return nil }
            let name = key.asText
            if let exact = members[name] { return exact }
            let folded = FoldedText(name)
            return members.filter { FoldedText($0.key) == folded }.min { $0.key < $1.key }?.value
        case .list(let elements):
            let number = key.asNumber.rounded(.down)
            guard number >= 0, number < Double(elements.count) else { return nil }
            return elements[Int(number)]
        case .null, .boolean, .number, .string:
            return nil
        }
    }

    /// That member of each element that has it.
    func membersOfEach(_ key: JSONValue) -> JSONValue {
        .list((elements ?? []).compactMap { $0.member(key) })
    }

    /// The elements of a list, or the values of a mapping in the order of their names.
    var allMembers: [JSONValue] {
        switch self {
        case .list(let elements): elements
        case .mapping(let members): members.sorted { $0.key < $1.key }.map(\.value)
        case .null, .boolean, .number, .string: []
        }
    }

    private var isScalar: Bool {
        switch self {
        case .list, .mapping: false
        case .null, .boolean, .number, .string: true
        }
    }
}

/// What an answer of another program holds.
extension JSONValue {
    /// The member of a name; null where there is none.
    package subscript(_ name: String) -> JSONValue {
        guard case .mapping(let members) = self else { return .null }
        return members[name] ?? .null
    }
}
