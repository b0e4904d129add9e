extension EvaluationContext {
    /// The value of a reference; null where there is none.
    func value(of reference: Reference) -> TracedValue {
        switch reference.context {
        case .env: environmentValue(reference.path.first)
        case .matrix: Self.value(reference.path.first, of: matrix)
        case .needs: jobValue(reference.path)
        case .slots, .steps, .utterance, .workspace, .run: own(reference)
        }
    }

    private func own(_ reference: Reference) -> TracedValue {
        let value: JSONValue? =
            switch (reference.context, reference.path.first) {
            case (.slots, let name?): slots[name]
            case (.slots, nil): .mapping(slots)
            case (.steps, let step?): stepValue(step, reference.path.dropFirst())
            case (.steps, nil): .mapping(steps.mapValues(\.json))
            case (.utterance, "text"): .string(words)
            case (.utterance, "id"): utteranceID.map(JSONValue.string)
            case (.utterance, _): .mapping(["text": .string(words), "id": .init(text: utteranceID)])
            case (.workspace, nil): ["path": .string(workspace)]
            case (.workspace, _): .string(workspace)
            case (.run, nil): ["id": .init(text: runID)]
            case (.run, _): runID.map(JSONValue.string)
            default: nil
            }
        guard let value, value != .null else { return TracedValue(nil, from: .pack) }
        return TracedValue(value, from: reference.context == .slots ? slotOrigin : reference.origin)
    }

    private func stepValue(_ name: String, _ rest: ArraySlice<String>) -> JSONValue? {
        guard let step = steps[name] else { return nil }
        switch (rest.first, rest.dropFirst().first) {
        case ("outputs", let output?): return step.outputs[output]
        case ("outputs", nil): return .mapping(step.outputs)
        case ("outcome", _): return .string(step.outcome.rawValue)
        case ("conclusion", _): return .string(step.conclusion.rawValue)
        default: return step.json
        }
    }

    private func jobValue(_ path: [String]) -> TracedValue {
        guard let name = path.first else {
            let all = needs.values.reduce(into: Origin.agent) { $0.formUnion($1.origin) }
            return TracedValue(.mapping(needs.mapValues(\.json)), from: all)
        }
        guard let job = needs[name] else { return TracedValue(nil, from: .pack) }
        switch (path.dropFirst().first, path.dropFirst(2).first) {
        case ("outputs", let output): return Self.value(output, of: job.outputs)
        case ("result", _): return TracedValue(.string(job.result.rawValue), from: .pack)
        default: return TracedValue(job.json, from: job.origin)
        }
    }

    private func environmentValue(_ name: String?) -> TracedValue {
        guard let name, environment[name] == nil else { return Self.value(name, of: environment) }
        return settings[name].map { TracedValue(.string($0), from: .workspace) } ?? TracedValue(nil, from: .pack)
    }

    /// One of some values, or all of them with the origins of all.
    private static func value(_ name: String?, of values: [String: TracedValue]) -> TracedValue {
        if let name { return values[name] ?? TracedValue(nil, from: .pack) }
        return TracedValue(
            .mapping(values.mapValues(\.value)),
            from: values.values.reduce(into: .pack) { $0.formUnion($1.origin) }
        )
    }
}

extension EvaluationContext.StepFacts {
    fileprivate var json: JSONValue {
        .mapping([
            "outputs": .mapping(outputs), "outcome": .string(outcome.rawValue),
            "conclusion": .string(conclusion.rawValue),
        ])
    }
}

extension EvaluationContext.JobFacts {
    fileprivate var json: JSONValue {
        .mapping(["outputs": .mapping(outputs.mapValues(\.value)), "result": .string(result.rawValue)])
    }

    fileprivate var origin: Origin { outputs.values.reduce(into: .pack) { $0.formUnion($1.origin) } }
}

extension JSONValue {
    fileprivate init(text: String?) {
        self = text.map(JSONValue.string) ?? .null
    }
}
