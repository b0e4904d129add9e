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

    /// How a scalar was written, if it was read from a file.
    var origin: ScalarOrigin?

    /// Makes a node.
    public init(_ content: Content, at range: SourceRange) {
        self.content = content
        self.range = range
    }

    /// Whether two nodes hold the same at the same place.
    public static func == (lhs: PackNode, rhs: PackNode) -> Bool {
        lhs.content == rhs.content && lhs.range == rhs.range
    }

    /// Feeds what ``==(_:_:)`` compares.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(content)
        hasher.combine(range)
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

extension PackNode {
    /// Where a part of a scalar's text stands in the file, whatever quotes, escapes or folded lines it is written with.
    ///
    /// - Parameter bytes: The part, in UTF-8 bytes of ``text``.
    /// - Returns: The place of the part; that of the whole node if it was not read from a file.
    public func range(of bytes: Range<Int>) -> SourceRange {
        guard let origin, let text else { return range }
        let offsets = origin.offsets(of: text)
        let start = offsets[min(max(bytes.lowerBound, 0), offsets.count - 1)]
        let end = offsets[min(max(bytes.upperBound, 0), offsets.count - 1)]
        return origin.source.range(start..<max(start, end))
    }
}
