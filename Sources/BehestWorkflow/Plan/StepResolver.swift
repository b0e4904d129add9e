/// Computes the values of a step as far as they are known.
struct StepResolver {
    let step: String
    /// What is known.
    var context: EvaluationContext
    /// Whether values that hang on steps or on the run may stay open.
    let mayDefer: Bool
    private var openEnvironment: Set<String> = []

    init(step: String, context: EvaluationContext, mayDefer: Bool) {
        self.step = step
        self.context = context
        self.mayDefer = mayDefer
    }

    /// Computes the environment; the step's other values may refer to it afterwards.
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
        openEnvironment = Set(resolved.filter { $0.value.known == nil }.keys)
        context.environment = resolved.compactMapValues(\.known)
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
        mayDefer
            && template.references.contains { reference in
                switch reference {
                case .output(let step, _): context.outputs[step] == nil
                case .runID, .utteranceID: true
                case .environment(let name): openEnvironment.contains(name)
                case .slot, .utteranceText, .workspacePath: false
                }
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
        return step
    }
}
