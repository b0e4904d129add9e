/// Computes the values of a step as far as they are known.
struct StepResolver {
    let step: String
    /// What is known.
    var context: EvaluationContext
    /// Whether values that hang on steps or on the run may stay open.
    let mayDefer: Bool

    /// Computes an environment; what is computed afterwards may refer to it.
    mutating func environment(_ values: [String: PlannedInput]) throws(PlanError) -> [String: PlannedInput] {
        var resolved: [String: PlannedInput] = [:]
        for (name, input) in values.sorted(by: { $0.key < $1.key }) {
            guard case .deferred(let template) = input, !staysOpen(template) else {
                resolved[name] = input
                continue
            }
            let value = try ArgumentPolicy.environmentValue(template, name: name, step: step, in: context)
            resolved[name] = .known(value)
        }
        context.addEnvironment(resolved)
        return resolved
    }

    /// Computes a program and its arguments.
    func arguments(_ values: [PlannedInput]) throws(PlanError) -> [PlannedInput] {
        var resolved: [PlannedInput] = []
        for (index, input) in values.enumerated() {
            guard case .deferred(let template) = input, !staysOpen(template) else {
                resolved.append(input)
                continue
            }
            let value = try ArgumentPolicy.argument(template, isProgram: index == 0, step: step, in: context)
            if let value { resolved.append(.known(value)) }
        }
        try ArgumentPolicy.check(resolved, step: step)
        return resolved
    }

    /// Computes the inputs of an agent.
    func inputs(_ values: [String: PlannedInput]) throws(PlanError) -> [String: PlannedInput] {
        var resolved: [String: PlannedInput] = [:]
        for (name, input) in values.sorted(by: { $0.key < $1.key }) {
            guard case .deferred(let template) = input, !staysOpen(template) else {
                resolved[name] = input
                continue
            }
            do throws(ExpressionError) {
                resolved[name] = .known(try template.evaluate(in: context))
            } catch {
                throw PlanError(expression: error, step: step)
            }
        }
        return resolved
    }

    private func staysOpen(_ template: InputTemplate) -> Bool {
        mayDefer && template.references.contains(where: context.lacks)
    }
}

extension EvaluationContext {
    /// Adds environment values of a further layer, which go before those of the same name.
    mutating func addEnvironment(_ values: [String: PlannedInput]) {
        for (name, input) in values {
            environment[name] = input.known
            if input.known == nil { openEnvironment.insert(name) } else { openEnvironment.remove(name) }
        }
    }
}

extension PlannedStep {
    /// The step with its values computed from what the context has; with `mayDefer`, what it lacks stays open.
    func resolved(in context: EvaluationContext, mayDefer: Bool) throws(PlanError) -> PlannedStep {
        var resolver = StepResolver(step: id, context: context, mayDefer: mayDefer)
        var step = self
        step.environment = try resolver.environment(environment)
        step.inputs = try resolver.inputs(inputs)
        if let arguments { step.arguments = try resolver.arguments(arguments) }
        if let undo {
            var planned: [PlannedStep] = []
            // What takes it back hangs on what it returns.
            for step in undo { planned.append(try step.resolved(in: context, mayDefer: true)) }
            step.undo = planned
        }
        return step
    }
}
