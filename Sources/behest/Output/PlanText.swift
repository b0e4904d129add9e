internal import BehestWorkflow

/// Puts a plan into words.
enum PlanText {
    /// One row: what it is about, and what is said of it; further rows about the same have no label.
    typealias Row = (label: String, text: String)

    /// The whole plan: what would be done, when, with what, and where each value came from that is not the pack's own.
    static func rows(of plan: Plan) -> [Row] {
        var rows: [Row] = []
        rows += environment(plan.environment ?? [:]).map { ("", $0) }
        if let group = plan.concurrency { rows.append(("", line(of: group))) }
        for job in plan.jobs ?? [] {
            rows += self.rows(of: job)
            let steps = plan.steps.filter { $0.job == job.id }
            // Of a job that is not done its steps have no more to tell.
            if job.skipped == nil { rows += steps.flatMap { self.rows(of: $0) } }
        }
        rows += plan.steps.filter { $0.job == nil }.flatMap { self.rows(of: $0) }
        if rows.isEmpty { rows = [("", "nothing")] }
        if rows[0].label.isEmpty { rows[0].label = "would do" }
        if let offer = plan.offer {
            rows.append(("would look", line(of: offer.look)))
            rows.append(("may ask", offer.question.source))
            rows += offer.steps.map { ("", "then \(line(of: $0))") }
        }
        if let say = plan.say { rows.append(("would say", words(say, of: plan))) }
        return rows
    }

    /// One step on one line: the program with its arguments, the script, or the agent with its inputs.
    static func line(of step: PlannedStep) -> String {
        guard step.arguments == nil else {
            let script = step.script.map { ["script \($0)"] } ?? []
            return (script + step.givenArguments.map { quoted($0.shown) }).joined(separator: " ")
        }
        let inputs = step.inputs.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.shown)" }
        return ([step.agent] + inputs).joined(separator: "  ")
    }

    private static func rows(of job: PlannedJob) -> [Row] {
        if let reason = job.skipped { return [("job", "\(job.title) is skipped: \(reason)")] }
        var rows: [Row] = [
            ("job", job.needs.isEmpty ? job.title : "\(job.title) after \(job.needs.joined(separator: ", "))")
        ]
        var details: [String] = []
        if let condition = job.condition { details.append("if \(condition.text)") }
        details += environment(job.environment)
        details += origins((job.matrix ?? [:]).sorted { $0.key < $1.key }.map { ($0.key, $0.value.origin) })
        if let group = job.concurrency { details.append(line(of: group)) }
        if job.timeoutMinutes != 360 { details.append("at most \(JSONValue.number(job.timeoutMinutes).shown) minutes") }
        if job.continuesOnError { details.append("may fail") }
        if let most = job.maxParallel { details.append("at most \(most) at the same time") }
        rows += details.map { ("", "  \($0)") }
        return rows
    }

    private static func rows(of step: PlannedStep) -> [Row] {
        if let reason = step.skipped { return [("", "\(step.id) is skipped: \(reason)")] }
        return [("", line(of: step))] + details(of: step).map { ("", "  \($0)") }
    }

    private static func details(of step: PlannedStep) -> [String] {
        var details: [String] = []
        if let condition = step.condition { details.append("if \(condition.text)") }
        if let folder = step.directory { details.append("in \(folder)") }
        details += step.permissions?.shown ?? []
        if let forecast = step.forecast {
            let names = forecast.members.joined(separator: ", ")
            details.append("would ask \(names), if fit for work and not busy then: \(forecast.reason)")
        }
        details += environment(step.environment)
        let inputs = step.inputs.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        let arguments = step.givenArguments.map { (quoted($0.shown), $0) }
        details += origins((inputs + arguments).compactMap { name, input in input.known.map { (name, $0.origin) } })
        if step.timeoutMinutes != 60 {
            details.append("at most \(JSONValue.number(step.timeoutMinutes).shown) minutes")
        }
        if step.continuesOnError { details.append("may fail") }
        if let retry = step.retry {
            let causes = retry.causes.map(\.rawValue).joined(separator: ", ")
            details.append("up to \(retry.attempts) times, tried again after: \(causes)")
        }
        return details + (step.undo ?? []).map { "taken back by \(line(of: $0))" }
    }

    private static func environment(_ values: [String: PlannedInput]) -> [String] {
        let values = values.sorted { $0.key < $1.key }
        return values.map { "with \($0.key)=\(quoted($0.value.shown))" }
            + origins(values.compactMap { name, input in input.known.map { (name, $0.origin) } })
    }

    /// Where values came from, other than from the pack.
    private static func origins(_ values: [(name: String, origin: Origin)]) -> [String] {
        let groups = Dictionary(grouping: values) { $0.origin.names.filter { $0 != "pack" }.joined(separator: " and ") }
        return groups.filter { !$0.key.isEmpty }.sorted { $0.key < $1.key }.map { origin, values in
            "from \(origin): \(values.map(\.name).joined(separator: ", "))"
        }
    }

    private static func line(of group: PlannedConcurrency) -> String {
        let end = group.cancelsInProgress ? ", ending what is being done" : ""
        return "one at a time of '\(group.group.value.shown)'\(end)"
    }

    /// What is said at the end, as far as it is known.
    private static func words(_ say: TextTemplate, of plan: Plan) -> String {
        let isKnown = say.references.allSatisfy { [.slots, .workspace].contains($0.reference.context) }
        guard isKnown, let value = try? say.evaluate(in: plan.context) else { return say.source }
        return value.value.asText
    }

    /// An argument so that a reader sees where it begins and ends.
    private static func quoted(_ text: String) -> String {
        text.isEmpty || text.contains { $0.isWhitespace || $0 == "'" } ? "'\(text)'" : text
    }
}

extension PlannedInput {
    /// The value as far as it is known; otherwise the pack's own text.
    var shown: String {
        switch self {
        case .known(let value): value.value.shown
        case .deferred(let template): template.shown
        }
    }
}

extension InputTemplate {
    fileprivate var shown: String {
        switch self {
        case .constant(let value): value.shown
        case .text(let template): template.source
        case .list(let elements): "[\(elements.map(\.shown).joined(separator: ", "))]"
        case .mapping(let members):
            "{\(members.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.shown)" }.joined(separator: ", "))}"
        }
    }
}

extension JSONValue {
    /// Text as it is, everything else as JSON.
    var shown: String { text ?? JSONLine.text(of: self) }
}
