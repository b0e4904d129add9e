import BehestGrammar

/// Reads the `retry` of a step: the number of attempts, or a mapping that says more.
struct RetryReader {
    var log: DiagnosticLog

    private static let keys = ["attempts", "delay-seconds", "factor", "max-delay-seconds", "on"]

    mutating func read(_ node: PackNode) -> RetryPolicy? {
        let attempts = 2...RetryPolicy.mostAttempts
        guard node.entries != nil else {
            return log.integer(node, of: "retry", in: attempts).map { RetryPolicy(attempts: $0) }
        }
        let fields = log.fields(of: node, "'retry'", keys: Self.keys, later: [])
        var policy = RetryPolicy()
        if let field = fields["attempts"], let number = log.integer(field, of: "attempts", in: attempts) {
            policy.attempts = number
        }
        if let field = fields["delay-seconds"] {
            policy.delaySeconds = log.number(field, of: "delay-seconds", in: 0...3600) ?? policy.delaySeconds
        }
        if let field = fields["factor"] { policy.factor = log.number(field, of: "factor", in: 1...10) ?? policy.factor }
        // A first wait that is longer than the usual cap is meant.
        policy.maxDelaySeconds = max(policy.maxDelaySeconds, policy.delaySeconds)
        if let field = fields["max-delay-seconds"],
            let cap = log.number(field, of: "max-delay-seconds", in: 0...86_400)
        {
            policy.maxDelaySeconds = cap
            if cap < policy.delaySeconds {
                log.error("unknown-value", "'max-delay-seconds' is less than the first delay", at: field.range)
            }
        }
        if let field = fields["on"] { policy.causes = readCauses(field) }
        return policy
    }

    private mutating func readCauses(_ node: PackNode) -> [RetryPolicy.Cause] {
        let words = node.elements ?? [node]
        if words.isEmpty { log.error("unknown-value", "'on' names no failure", at: node.range) }
        let causes = words.compactMap { log.choice($0, of: "on", as: RetryPolicy.Cause.self) }
        // In one order, so that the same policy is the same plan.
        return RetryPolicy.Cause.allCases.filter(causes.contains)
    }
}
