extension Plan {
    /// What a person is offered instead of a plan's steps, if a look shows that there is cause to.
    public struct Offer: Sendable, Hashable, Codable {
        /// What looks; it changes nothing.
        public var look: PlannedStep
        /// How it is offered.
        public var question: TextTemplate
        /// What is done instead.
        public var steps: [PlannedStep]
        /// What is said when that is done.
        public var say: TextTemplate?
    }

    /// The plan that only looks whether there is something to offer; `nil` when nothing is ever offered.
    public var look: Plan? {
        guard let offer else { return nil }
        var plan = self
        plan.offer = nil
        plan.say = nil
        plan.steps = [offer.look]
        plan.jobs = nil
        plan.isLook = true
        return plan
    }

    /// The plan that is done if the offer is taken, and how it is offered.
    ///
    /// - Parameter outputs: what the look has returned; nothing when it has found nothing.
    /// - Returns: both; `nil` when there is nothing to offer.
    /// - Throws: ``PlanError`` when what was found may not be used as the workflow uses it.
    public func offered(_ outputs: [String: JSONValue]) throws(PlanError) -> (question: String, plan: Plan)? {
        guard let offer, !outputs.isEmpty else { return nil }
        var plan = self
        plan.offer = nil
        plan.found = [offer.look.id: outputs]
        plan.say = offer.say
        plan.steps = []
        plan.jobs = nil
        for step in offer.steps { plan.steps.append(try step.resolved(in: plan.context, mayDefer: true)) }
        do throws(ExpressionError) {
            return (try offer.question.evaluate(in: plan.context).value.asText, plan)
        } catch {
            throw PlanError(expression: error, step: offer.look.id)
        }
    }
}
