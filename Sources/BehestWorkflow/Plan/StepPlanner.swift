/// Plans steps: decides what is known of their conditions, and computes what is known of their values.
struct StepPlanner {
    let context: EvaluationContext
    var job: String?
    /// What stands around the steps.
    var permissions: Permissions?
    /// What the agents can enforce.
    var agents: [AgentSignature] = []

    func plan(_ definitions: [StepDefinition]) throws(PlanError) -> [PlannedStep] {
        var steps: [PlannedStep] = []
        for definition in definitions { steps.append(try plan(definition)) }
        return steps
    }

    /// Steps that are not done, as their job is not.
    func skip(_ definitions: [StepDefinition], because reason: String) -> [PlannedStep] {
        definitions.map { definition in
            var step = PlannedStep(definition, job: job)
            (step.condition, step.skipped) = (nil, reason)
            return step
        }
    }

    func plan(_ definition: StepDefinition) throws(PlanError) -> PlannedStep {
        var step = PlannedStep(definition, job: job)
        switch try Self.decide(definition.condition, of: "Step '\(definition.id)'", in: context) {
        case .open: break
        case .holds: step.condition = nil
        // Nothing of it is used, so that nothing of it can be wrong.
        case .fails(let reason):
            (step.condition, step.skipped) = (nil, reason)
            return step
        }
        step.permissions = try permitted(definition, agent: step.agent)
        if var undo = step.undo {
            for (index, definition) in definition.undo.enumerated() {
                undo[index].permissions = try permitted(definition, agent: undo[index].agent)
            }
            step.undo = undo
        }
        if let directory = definition.directory { step.directory = try self.directory(directory, of: definition.id) }
        var resolved = try step.resolved(in: context, mayDefer: true)
        resolved.forecast = try forecast(of: resolved)
        return resolved
    }

    /// Who would be asked; `nil` for a step that asks no team, or that says only later whom.
    private func forecast(of step: PlannedStep) throws(PlanError) -> TeamForecast? {
        guard let word = TeamWord(rawValue: step.agent),
            let team = agents.first(where: { $0.name == step.agent })?.team
        else { return nil }
        let known = step.inputs.compactMapValues(\.known)
        let open = Set(step.inputs.keys).subtracting(known.keys)
        do throws(TeamOrder.Mistake) {
            let order = try TeamOrder(word, known, isWhole: false)
            guard open.isDisjoint(with: TeamWord.choosing.union(TeamWord.ownInputs).subtracting(["inputs"])) else {
                return nil
            }
            return try TeamForecast(order, among: team)
        } catch {
            throw PlanError(.team, "Step '\(step.id)' cannot be given to the team: \(error.message)")
        }
    }

    /// What a step may do: what it says itself, and around it its job and its workflow.
    private func permitted(_ definition: StepDefinition, agent: String) throws(PlanError) -> Permissions? {
        let permissions = definition.permissions?.within(self.permissions) ?? self.permissions
        if let contradiction = permissions?.contradiction {
            throw PlanError(
                .permissions,
                "Step '\(definition.id)' has permissions that cannot hold: \(contradiction). Leave one of them out."
            )
        }
        guard permissions?.sandbox == .required,
            let reason = agents.first(where: { $0.name == agent })?.missingSandbox
        else { return permissions }
        throw PlanError(
            .permissions,
            "Step '\(definition.id)' is to be done only where it can be confined, and this machine cannot: \(reason)"
        )
    }

    /// What is known of a condition before anything is done.
    enum Verdict {
        case open, holds
        case fails(String)
    }

    static func decide(
        _ condition: Condition?,
        of what: String,
        in context: EvaluationContext
    ) throws(PlanError) -> Verdict {
        guard let condition else { return .holds }
        let expression = condition.expression
        guard !expression.hasStatusFunction, !expression.references.map(\.reference).contains(where: context.lacks)
        else {
            return .open
        }
        do throws(ExpressionError) {
            return try condition.holds(in: context) ? .holds : .fails(condition.reasonToSkip)
        } catch {
            throw PlanError(.expression, "\(what) has a condition that cannot be computed: \(error)")
        }
    }

    private func directory(_ template: TextTemplate, of step: String) throws(PlanError) -> String? {
        let value: TracedValue
        do throws(ExpressionError) {
            value = try template.evaluate(in: context)
        } catch {
            throw PlanError(expression: error, step: step)
        }
        guard !template.references.map(\.reference).contains(where: context.lacks), !value.origin.isData else {
            throw PlanError(
                .outsideWorkspace,
                "The folder of step '\(step)' hangs on data. Name it in the pack."
            )
        }
        guard let path = DirectoryPolicy.path(value.value.asText, in: context.workspace) else {
            throw PlanError(
                .outsideWorkspace,
                "The folder '\(value.value.asText)' of step '\(step)' is not in the workspace. "
                    + "Write its path from the workspace, without '..'."
            )
        }
        return path == "." ? nil : path
    }
}

extension Condition {
    /// Why what hangs on it is not done.
    var reasonToSkip: String { "Its condition '\(text)' does not hold" }

    /// Why the steps of a job are not done whose condition it is.
    func reasonToSkip(stepsOf job: String) -> String {
        "Job '\(job)' is not done, because its condition '\(text)' does not hold"
    }
}
