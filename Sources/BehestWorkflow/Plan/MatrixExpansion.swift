/// Makes the combinations of a matrix, as GitHub Actions does.
///
/// First all combinations of the lists, the last one varying first; then those that match a row of `exclude` are taken
/// out; then each row of `include` is added to the combinations whose values it does not change, or becomes one of its
/// own.
struct MatrixExpansion {
    typealias Combination = [String: TracedValue]

    let job: String
    let context: EvaluationContext

    func combinations(of matrix: MatrixDefinition) throws(PlanError) -> [Combination] {
        var combinations: [Combination] = matrix.axes.isEmpty ? [] : [[:]]
        for axis in matrix.axes {
            let values = try values(of: axis)
            guard combinations.count * values.count <= MatrixDefinition.mostCombinations * 16 else { throw tooMany }
            combinations = combinations.flatMap { combination in
                values.map { value in combination.merging([axis.name: value]) { $1 } }
            }
        }
        for row in matrix.excluded {
            let row = try evaluate(row)
            combinations.removeAll { combination in row.allSatisfy { combination[$0.key]?.value == $0.value.value } }
        }
        let axes = Set(matrix.axes.map(\.name))
        let original = combinations.count
        for row in matrix.included {
            let row = try evaluate(row)
            let fitting = combinations.indices.prefix(original).filter { index in
                row.allSatisfy { !axes.contains($0.key) || combinations[index][$0.key]?.value == $0.value.value }
            }
            for index in fitting { combinations[index].merge(row) { $1 } }
            if fitting.isEmpty { combinations.append(row) }
        }
        guard combinations.count <= MatrixDefinition.mostCombinations else { throw tooMany }
        return combinations
    }

    private func values(of axis: MatrixDefinition.Axis) throws(PlanError) -> [TracedValue] {
        if case .list(let elements) = axis.values {
            var values: [TracedValue] = []
            for element in elements { values.append(try evaluate(element)) }
            return values
        }
        let list = try evaluate(axis.values)
        guard let elements = list.value.elements else {
            throw PlanError(
                .notText,
                "'\(axis.name)' in the matrix of job '\(job)' is \(list.value.kindName), not a list. "
                    + "Use fromJSON, or write the list in the pack."
            )
        }
        return elements.map { TracedValue($0, from: list.origin) }
    }

    private func evaluate(_ row: MatrixDefinition.Row) throws(PlanError) -> Combination {
        var values: Combination = [:]
        for (name, template) in row.sorted(by: { $0.key < $1.key }) { values[name] = try evaluate(template) }
        return values
    }

    private func evaluate(_ template: InputTemplate) throws(PlanError) -> TracedValue {
        guard !template.references.contains(where: context.lacks) else {
            throw PlanError(
                .expression,
                "A value in the matrix of job '\(job)' hangs on what is known only once the run has begun. "
                    + "A plan is fixed before that."
            )
        }
        do throws(ExpressionError) {
            return try template.evaluate(in: context)
        } catch {
            throw PlanError(.expression, "A value in the matrix of job '\(job)' cannot be computed: \(error)")
        }
    }

    private var tooMany: PlanError {
        PlanError(
            .tooLarge,
            "The matrix of job '\(job)' has more than \(MatrixDefinition.mostCombinations) combinations."
        )
    }
}
