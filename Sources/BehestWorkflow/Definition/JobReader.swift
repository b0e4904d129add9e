import BehestGrammar

/// Reads one job.
struct JobReader {
    let parts: WorkflowParts
    /// What the job's expressions may refer to beside its steps: the jobs that it needs are still to be found.
    let scope: ReferenceScope
    /// The outputs of all jobs, by the jobs' names.
    let outputs: [String: Set<String>]
    var log: DiagnosticLog

    private static let keys = [
        "needs", "if", "strategy", "env", "outputs", "timeout-minutes", "continue-on-error", "concurrency", "steps",
        "permissions",
    ]
    private static let laterKeys = [
        "name", "defaults", "runs-on", "container", "services", "uses", "with",
    ]

    mutating func read(_ node: PackNode, id: String) -> JobDefinition? {
        let fields = log.fields(of: node, "a job", keys: Self.keys, later: Self.laterKeys)
        guard node.entries != nil else { return nil }
        var job = JobDefinition(id: id, steps: [])
        job.needs = fields["needs"].map { readNeeds($0, of: id) } ?? []
        var scope = scope
        scope.needs = outputs.filter { job.needs.contains($0.key) }
        scope.steps = nil
        job.condition = fields["if"].flatMap { log.condition($0, scope: scope) }
        if let strategy = fields["strategy"] {
            var reader = MatrixReader(scope: self.scope, log: log)
            job.matrix = reader.read(strategy)
            log = reader.log
            scope.matrix = job.matrix?.names(scope.origin)
        }
        if let env = fields["env"] {
            var reader = EnvironmentReader(scope: scope, log: log)
            job.environment = reader.read(env)
            log = reader.log
            let outer = scope
            for (name, value) in job.environment { scope.environment[name] = value.possibleOrigin(outer.origin) }
        }
        if let minutes = fields["timeout-minutes"] {
            job.timeout = log.minutes(minutes, of: "timeout-minutes") ?? job.timeout
        }
        if let flag = fields["continue-on-error"] {
            job.continuesOnError = log.flag(flag, of: "continue-on-error") ?? false
        }
        job.permissions = log.permissions(fields["permissions"])
        job.concurrency = fields["concurrency"].flatMap { log.concurrency($0, scope: scope) }
        scope.steps = []
        readSteps(fields["steps"], of: node, into: &job, scope: &scope)
        if let outputs = fields["outputs"] { job.outputs = readOutputs(outputs, scope: scope) }
        return job
    }

    private mutating func readSteps(
        _ steps: PackNode?,
        of node: PackNode,
        into job: inout JobDefinition,
        scope: inout ReferenceScope
    ) {
        guard let steps else {
            return log.error("no-steps", "the job '\(job.id)' has no 'steps'", at: node.range)
        }
        job.steps = log.steps(steps, parts: parts, scope: &scope)
        if steps.elements?.isEmpty == true {
            log.error("no-steps", "the job '\(job.id)' does nothing", at: steps.range, hint: "give it steps")
        }
    }

    private mutating func readNeeds(_ node: PackNode, of id: String) -> [String] {
        var needs: [String] = []
        for element in node.elements ?? [node] {
            let name = element.text ?? ""
            if name == id {
                log.error("needs-itself", "the job '\(id)' needs itself", at: element.range)
            } else if outputs[name] == nil {
                let hint = Suggestion.nearest(to: name, in: outputs.keys)
                log.error("unknown-job", "there is no job '\(name)'", at: element.range, hint: hint)
            } else if !needs.contains(name) {
                needs.append(name)
            }
        }
        return needs
    }

    private mutating func readOutputs(_ node: PackNode, scope: ReferenceScope) -> [String: InputTemplate] {
        guard let entries = node.entries else {
            log.error("wrong-kind", "'outputs' is \(node.kindName), not a mapping", at: node.range)
            return [:]
        }
        var outputs: [String: InputTemplate] = [:]
        for entry in log.distinct(entries) {
            let name = log.name(entry.key, of: "output")
            outputs[name] = log.template(entry.value, of: name, scope: scope).map(InputTemplate.text)
        }
        return outputs
    }
}

extension DiagnosticLog {
    /// Reads a group of what is not done at the same time: its name, or a mapping that says more.
    mutating func concurrency(_ node: PackNode, scope: ReferenceScope) -> ConcurrencyDefinition? {
        let isMapping = node.entries != nil
        let keys = ["group", "cancel-in-progress", "limit", "rate", "wait-minutes"]
        let fields = isMapping ? fields(of: node, "'concurrency'", keys: keys, later: []) : ["group": node]
        guard let group = fields["group"] else {
            error("no-group", "'concurrency' names no 'group'", at: node.range)
            return nil
        }
        guard let template = template(group, of: "group", scope: scope) else { return nil }
        checkThatItIsKnown(template.references.map(\.reference), "the group", at: group.range)
        return ConcurrencyDefinition(
            group: template,
            cancelsInProgress: fields["cancel-in-progress"].flatMap { flag($0, of: "cancel-in-progress") } ?? false,
            limit: fields["limit"].flatMap { integer($0, of: "limit", in: 1...1000) },
            rate: fields["rate"].flatMap { rate($0) },
            wait: fields["wait-minutes"].flatMap { minutes($0, of: "wait-minutes") }
        )
    }

    /// Reads how many of something may begin in some span of time.
    private mutating func rate(_ node: PackNode) -> PlannedConcurrency.Rate? {
        let fields = fields(of: node, "'rate'", keys: ["count", "minutes"], later: [])
        guard let count = fields["count"], let minutes = fields["minutes"] else {
            error("missing-key", "'rate' needs 'count' and 'minutes'", at: node.range)
            return nil
        }
        guard let count = integer(count, of: "count", in: 1...10_000),
            let span = number(minutes, of: "minutes", in: 0...10_080)
        else { return nil }
        return PlannedConcurrency.Rate(count: count, seconds: span * 60)
    }

    /// Checks that a value hangs on nothing that is known only once the run has begun.
    mutating func checkThatItIsKnown(_ references: [Reference], _ what: String, at range: SourceRange) {
        let late = references.first { reference in
            switch reference.context {
            case .run, .needs, .steps: true
            case .utterance: reference.path != ["text"]
            case .slots, .matrix, .env, .workspace: false
            }
        }
        guard let late else { return }
        error("known-too-late", "\(what) must be known before the run begins, and '\(late)' is not", at: range)
    }

    /// Reads steps, each of which may refer to those before it.
    mutating func steps(_ node: PackNode, parts: WorkflowParts, scope: inout ReferenceScope) -> [StepDefinition] {
        // None at all is a workflow that only says something.
        guard let elements = node.elements else {
            error("wrong-kind", "'steps' is \(node.kindName), not a list of steps", at: node.range)
            return []
        }
        scope.laterSteps = Set(elements.compactMap { $0["id"]?.text })
        var done = scope.steps ?? []
        var steps: [StepDefinition] = []
        for (index, element) in elements.enumerated() {
            scope.steps = done
            var reader = StepReader(parts: parts, scope: scope, log: self)
            let step = reader.read(element, number: index + 1)
            self = reader.log
            guard let step else { continue }
            if done.contains(step.id) {
                let place = element["id"]?.range ?? element.range
                error("duplicate-step", "there are two steps '\(step.id)'", at: place)
            }
            done.insert(step.id)
            scope.laterSteps.remove(step.id)
            steps.append(step)
        }
        scope.steps = done
        return steps
    }
}
