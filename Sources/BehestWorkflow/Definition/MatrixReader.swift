import BehestGrammar

/// Reads the `strategy` of a job.
struct MatrixReader {
    let scope: ReferenceScope
    var log: DiagnosticLog

    private static let keys = ["matrix", "fail-fast", "max-parallel"]

    mutating func read(_ node: PackNode) -> MatrixDefinition? {
        let fields = log.fields(of: node, "'strategy'", keys: Self.keys, later: [])
        guard let matrix = fields["matrix"] else {
            if node.entries != nil { log.error("no-matrix", "'strategy' has no 'matrix'", at: node.range) }
            return nil
        }
        guard let entries = matrix.entries else {
            log.error("wrong-kind", "'matrix' is \(matrix.kindName), not a mapping of lists", at: matrix.range)
            return nil
        }
        var definition = MatrixDefinition(axes: [])
        for entry in log.distinct(entries) {
            switch entry.key.text {
            case "include": definition.included = readRows(entry.value, "include")
            case "exclude": definition.excluded = readRows(entry.value, "exclude")
            default: readAxis(entry).map { definition.axes.append($0) }
            }
        }
        if definition.axes.isEmpty, definition.included.isEmpty {
            log.error("empty-matrix", "the matrix has no values", at: matrix.range)
        }
        if let flag = fields["fail-fast"] { definition.failsFast = log.flag(flag, of: "fail-fast") ?? true }
        if let number = fields["max-parallel"] {
            definition.maxParallel = log.integer(number, of: "max-parallel", in: 1...MatrixDefinition.mostCombinations)
        }
        checkSize(definition, at: matrix.range)
        return definition
    }

    private mutating func readAxis(_ entry: PackNode.Entry) -> MatrixDefinition.Axis? {
        let name = log.name(entry.key, of: "matrix")
        let isList = entry.value.elements.map { !$0.isEmpty } ?? false
        guard isList || entry.value.text.map(TextTemplate.hasExpression) == true else {
            let kind = entry.value.elements == nil ? entry.value.kindName : "empty"
            log.error("wrong-kind", "'\(name)' of the matrix is \(kind), not a list", at: entry.value.range)
            return nil
        }
        return readValue(entry.value, of: name).map { MatrixDefinition.Axis(name: name, values: $0) }
    }

    private mutating func readRows(_ node: PackNode, _ key: String) -> [MatrixDefinition.Row] {
        guard let elements = node.elements else {
            log.error("wrong-kind", "'\(key)' is \(node.kindName), not a list of mappings", at: node.range)
            return []
        }
        return elements.compactMap { element in
            guard let entries = element.entries, !entries.isEmpty else {
                log.error("wrong-kind", "a part of '\(key)' is \(element.kindName), not a mapping", at: element.range)
                return nil
            }
            var row: MatrixDefinition.Row = [:]
            for entry in log.distinct(entries) {
                let name = log.name(entry.key, of: "matrix")
                row[name] = readValue(entry.value, of: name)
            }
            return row
        }
    }

    private mutating func readValue(_ node: PackNode, of name: String) -> InputTemplate? {
        guard let value = log.input(node, of: name, scope: scope) else { return nil }
        log.checkThatItIsKnown(value.references, "a value of the matrix", at: node.range)
        return value
    }

    /// Says at once what would be too much each time.
    private mutating func checkSize(_ definition: MatrixDefinition, at range: SourceRange) {
        var count = 1
        for axis in definition.axes {
            guard case .list(let values) = axis.values else { continue }
            count = min(count * values.count, MatrixDefinition.mostCombinations * 16)
        }
        guard count > MatrixDefinition.mostCombinations, definition.excluded.isEmpty else { return }
        log.error(
            "matrix-too-large",
            "the matrix has more than \(MatrixDefinition.mostCombinations) combinations",
            at: range
        )
    }
}
