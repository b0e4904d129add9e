/// Planning jobs: each becomes one job of the plan, or one for each combination of its matrix.
extension Plan {
    /// The most steps that a plan may have.
    static let mostSteps = 1000

    mutating func add(_ job: JobDefinition, by planner: StepPlanner) throws(PlanError) {
        guard let matrix = job.matrix else { return try add(job, id: job.id, values: nil, by: planner) }
        let combinations = try MatrixExpansion(job: job.id, context: planner.context).combinations(of: matrix)
        guard !combinations.isEmpty else {
            throw PlanError(.notText, "The matrix of job '\(job.id)' has no values, so that there is nothing to do.")
        }
        for (index, values) in combinations.enumerated() {
            try add(job, id: "\(job.id).\(index + 1)", values: values, by: planner)
        }
    }

    private mutating func add(
        _ job: JobDefinition,
        id: String,
        values: [String: TracedValue]?,
        by planner: StepPlanner
    ) throws(PlanError) {
        var context = planner.context
        let verdict = try StepPlanner.decide(job.condition, of: "Job '\(job.id)'", in: context)
        context.matrix = values ?? [:]
        var planned = PlannedJob(
            id: id,
            name: job.id,
            needs: job.needs,
            condition: job.condition,
            matrix: values,
            environment: job.environment.mapValues(PlannedInput.deferred),
            outputs: job.outputs.mapValues(PlannedInput.deferred),
            timeoutMinutes: job.timeout.inMinutes,
            continuesOnError: job.continuesOnError,
            failsFast: job.matrix?.failsFast,
            maxParallel: job.matrix?.maxParallel
        )
        if case .fails(let reason) = verdict {
            (planned.condition, planned.skipped) = (nil, reason)
            jobs = (jobs ?? []) + [planned]
            let cause = job.condition?.reasonToSkip(stepsOf: planned.title) ?? reason
            steps += StepPlanner(context: context, job: id).skip(job.steps, because: cause)
            return
        }
        if case .holds = verdict { planned.condition = nil }
        var resolver = StepResolver(step: job.id, context: context, mayDefer: true)
        planned.environment = try resolver.environment(planned.environment)
        planned.outputs = try resolver.inputs(planned.outputs)
        context = resolver.context
        planned.concurrency = try PlannedConcurrency(job.concurrency, of: "job '\(job.id)'", in: context)
        if let group = planned.concurrency?.group.value, group == concurrency?.group.value {
            let problem = "would wait in the group '\(group.asText)' for the workflow itself, which is in it"
            throw PlanError(.expression, "Job '\(job.id)' \(problem). Give one of them another group.")
        }
        jobs = (jobs ?? []) + [planned]
        let permissions = job.permissions?.within(planner.permissions) ?? planner.permissions
        let planner = StepPlanner(context: context, job: id, permissions: permissions, agents: planner.agents)
        steps += try planner.plan(job.steps)
        guard steps.count <= Self.mostSteps else {
            throw PlanError(.tooLarge, "The plan has more than \(Self.mostSteps) steps. Make a matrix smaller.")
        }
    }
}

extension PlannedConcurrency {
    init?(
        _ definition: ConcurrencyDefinition?,
        of what: String,
        in context: EvaluationContext
    ) throws(PlanError) {
        guard let definition else { return nil }
        guard !definition.group.references.map(\.reference).contains(where: context.lacks) else {
            throw PlanError(.expression, "The group of \(what) hangs on what is known only once the run has begun.")
        }
        do throws(ExpressionError) {
            let value = try definition.group.evaluate(in: context)
            let name = value.value.asText
            guard !name.isEmpty, name.utf8.count <= Self.groupLimit else {
                let problem = name.isEmpty ? "is empty" : "is longer than \(Self.groupLimit) bytes"
                throw ExpressionError(.wrongArguments, "the name \(problem)", at: 0..<0)
            }
            group = TracedValue(.string(name), from: value.origin)
        } catch {
            throw PlanError(.expression, "The group of \(what) cannot be computed: \(error)")
        }
        cancelsInProgress = definition.cancelsInProgress
        limit = definition.limit
        rate = definition.rate
        waitMinutes = definition.wait?.inMinutes
    }
}
