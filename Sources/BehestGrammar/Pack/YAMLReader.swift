internal import Yams

/// Turns the YAML library's nodes into ``PackNode`` values, counting them as it goes.
struct YAMLReader {
    /// How deep values may stand within each other.
    static let deepest = 64

    let source: SourceText
    /// The most values of the file: each takes at least one byte, unless aliases multiply without end.
    private let mostNodes: Int
    private var count = 0

    init(source: SourceText) {
        self.source = source
        mostNodes = max(source.bytes.count, 10_000)
    }

    /// Reads one value with all that is in it.
    mutating func read(_ node: Node, depth: Int = 0) throws(Diagnostic) -> PackNode {
        let start = source.offset(of: location(of: node))
        count += 1
        guard count <= mostNodes else {
            throw Diagnostic(
                .error,
                code: "too-many-values",
                "the file holds more than \(mostNodes) values once its aliases are put in",
                at: source.range(start..<start + 1)
            )
        }
        guard depth <= Self.deepest else {
            throw Diagnostic(
                .error,
                code: "nested-too-deep",
                "values are nested more than \(Self.deepest) deep",
                at: source.range(start..<start + 1)
            )
        }
        switch node {
        case .scalar(let scalar): return readScalar(scalar, at: start)
        case .sequence(let sequence):
            var elements: [PackNode] = []
            for element in sequence { elements.append(try read(element, depth: depth + 1)) }
            return PackNode(.sequence(elements), at: range(from: start, to: elements.last?.range))
        case .mapping(let mapping):
            var entries: [PackNode.Entry] = []
            for (key, value) in mapping { entries.append(try readEntry(key, value, depth: depth + 1)) }
            return PackNode(.mapping(entries), at: range(from: start, to: entries.last?.value.range))
        case .alias:
            throw Diagnostic(.error, code: "yaml-syntax", "an alias has no value", at: source.range(start..<start + 1))
        }
    }

    private mutating func readEntry(_ key: Node, _ value: Node, depth: Int) throws(Diagnostic) -> PackNode.Entry {
        let key = try read(key, depth: depth)
        guard key.text != nil else {
            throw Diagnostic(.error, code: "wrong-type", "a key must be a single value", at: key.range)
        }
        return PackNode.Entry(key: key, value: try read(value, depth: depth))
    }

    private func readScalar(_ scalar: Node.Scalar, at start: Int) -> PackNode {
        let style: ScalarOrigin.Style =
            switch scalar.style {
            case .singleQuoted: .singleQuoted
            case .doubleQuoted: .doubleQuoted
            case .literal: .literalBlock
            case .folded: .foldedBlock
            case .plain, .any: .plain
            }
        let isQuoted = style != .plain
        let origin = ScalarOrigin(style: style, start: start, source: source)
        var end = start + scalar.string.utf8.count
        if isQuoted || scalar.string.contains("\n") {
            end = origin.offsets(of: scalar.string).last ?? end
            if style == .singleQuoted || style == .doubleQuoted { end += 1 }
        }
        var node = PackNode(
            .scalar(scalar.string, isQuoted: isQuoted),
            at: source.range(start..<min(end, source.bytes.count))
        )
        node.origin = origin
        return node
    }

    private func range(from start: Int, to last: SourceRange?) -> SourceRange {
        let here = source.location(of: start)
        return SourceRange(file: source.file, start: here, end: max(here, last?.end ?? here))
    }

    private func location(of node: Node) -> SourceLocation {
        guard let mark = node.mark else { return SourceLocation(line: 1, column: 1) }
        return SourceLocation(line: mark.line, column: mark.column)
    }
}
