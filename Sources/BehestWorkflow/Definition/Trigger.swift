/// What begins a workflow beside a person's words.
public enum Trigger: Sendable, Hashable {
    /// `on: schedule`: at certain times.
    case schedule(Schedule)
    /// `on: webhook`: when somebody calls it by its name; slots are filled from places of what was sent.
    case webhook(name: String, slots: [String: JSONPointer])
}

/// A place in a JSON value, as RFC 6901 writes it: `/issue/labels/0`.
public struct JSONPointer: Sendable, Hashable {
    /// The names and numbers that lead there.
    public let path: [String]

    /// Reads a pointer; `nil` for text that is none.
    public init?(_ text: String) {
        guard text.isEmpty || text.hasPrefix("/") else { return nil }
        var path: [String] = []
        for part in text.split(separator: "/", omittingEmptySubsequences: false).dropFirst() {
            var name = ""
            var rest = part[...]
            while let tilde = rest.firstIndex(of: "~") {
                name += rest[..<tilde]
                rest = rest[rest.index(after: tilde)...]
                switch rest.popFirst() {
                case "0": name += "~"
                case "1": name += "/"
                default: return nil
                }
            }
            path.append(name + rest)
        }
        self.path = path
    }

    /// The value that is there, if there is one.
    public func value(in root: JSONValue) -> JSONValue? {
        var value = root
        for name in path {
            switch value {
            case .mapping(let members):
                guard let member = members[name] else { return nil }
                value = member
            case .list(let elements):
                let isNumber = name == "0" || name.first.map { ("1"..."9").contains($0) } == true
                guard isNumber, let index = Int(name), elements.indices.contains(index) else { return nil }
                value = elements[index]
            case .null, .boolean, .number, .string: return nil
            }
        }
        return value
    }
}
