import BehestGrammar

/// The jobs of a workflow.
extension DefinitionReader {
    /// Reads the jobs, and puts them into an order in which each comes after those that it needs.
    mutating func readJobs(_ node: PackNode) -> [JobDefinition] {
        guard let entries = node.entries, !entries.isEmpty else {
            let kind = node.entries == nil ? node.kindName : "empty"
            log.error("wrong-kind", "'jobs' is \(kind), not a mapping of names to jobs", at: node.range)
            return []
        }
        let distinct = log.distinct(entries)
        let outputs = Dictionary(
            distinct.map { ($0.key.text ?? "", Set(($0.value["outputs"]?.entries ?? []).compactMap(\.key.text))) }
        ) { first, _ in first }
        var scope = baseScope
        scope.jobs = Set(outputs.keys)
        var jobs: [JobDefinition] = []
        for entry in distinct {
            let id = log.name(entry.key, of: "job")
            var reader = JobReader(parts: parts, scope: scope, outputs: outputs, log: log)
            let job = reader.read(entry.value, id: id)
            log = reader.log
            if let job { jobs.append(job) }
        }
        return inOrder(jobs, of: distinct, at: node.range)
    }

    /// What an expression about the whole workflow may refer to.
    func closingScope(of jobs: [JobDefinition]) -> ReferenceScope {
        var scope = baseScope
        scope.steps = nil
        scope.needs = Dictionary(jobs.map { ($0.id, Set($0.outputs.keys)) }) { first, _ in first }
        scope.jobs = Set(jobs.map(\.id))
        return scope
    }

    /// The order of the pack, as far as `needs` allows it.
    private mutating func inOrder(
        _ jobs: [JobDefinition],
        of entries: [PackNode.Entry],
        at range: SourceRange
    ) -> [JobDefinition] {
        var rest = jobs
        var done: Set<String> = []
        var order: [JobDefinition] = []
        while let next = rest.firstIndex(where: { done.isSuperset(of: $0.needs) }) {
            let job = rest.remove(at: next)
            done.insert(job.id)
            order.append(job)
        }
        guard let first = rest.first else { return order }
        let way = circle(from: first, among: rest)
        // A job that another needs may be missing because it has mistakes, which were told.
        guard let last = way.last, way.dropLast().contains(last) else { return order + rest }
        log.error(
            "needs-each-other",
            "the job '\(first.id)' can never begin: \(way.joined(separator: " needs "))",
            at: entries.first { $0.key.text == first.id }?.key.range ?? range
        )
        return order + rest
    }

    /// The way from a job that cannot begin to one that it comes back to.
    private func circle(from first: JobDefinition, among jobs: [JobDefinition]) -> [String] {
        var way = [first.id]
        var job = first
        while let name = job.needs.first(where: { need in jobs.contains { $0.id == need } }),
            let next = jobs.first(where: { $0.id == name })
        {
            way.append(name)
            if way.dropLast().contains(name) { return way }
            job = next
        }
        return way
    }
}
