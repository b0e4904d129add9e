/// One value of a grammar pack's YAML, with the place it was read from.
///
/// The other parts of a pack (its workflows) are read from these too, so that only this target knows the YAML library
/// and every diagnostic can name line and column.
public struct PackNode: Sendable, Hashable {
    /// What a node holds.
    public enum Content: Sendable, Hashable {
        /// A scalar, as text, and whether it was written in quotes.
        case scalar(String, isQuoted: Bool)
        /// Values in order.
        case sequence([PackNode])
        /// Keys and values in the order of the file.
        case mapping([Entry])
    }

    /// One key of a mapping with its value.
    public struct Entry: Sendable, Hashable {
        /// The key; always a scalar.
        public var key: PackNode
        /// Its value.
        public var value: PackNode
    }

    /// What the node holds.
    public var content: Content

    /// Where it stands.
    public var range: SourceRange

    /// Makes a node.
    public init(_ content: Content, at range: SourceRange) {
        self.content = content
        self.range = range
    }
}

extension PackNode {
    /// The text of a scalar; `nil` for anything else.
    public var text: String? {
        guard case .scalar(let text, _) = content else { return nil }
        return text
    }

    /// The values of a sequence; `nil` for anything else.
    public var elements: [PackNode]? {
        guard case .sequence(let elements) = content else { return nil }
        return elements
    }

    /// The entries of a mapping; `nil` for anything else.
    public var entries: [Entry]? {
        guard case .mapping(let entries) = content else { return nil }
        return entries
    }

    /// The value under a key of a mapping.
    public subscript(key: String) -> PackNode? {
        entries?.first { $0.key.text == key }?.value
    }

    /// What a person calls this kind of value, for diagnostics.
    public var kindName: String {
        switch content {
        case .scalar: "a single value"
        case .sequence: "a list"
        case .mapping: "a mapping"
        }
    }
}
