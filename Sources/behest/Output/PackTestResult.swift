internal import BehestGrammar

/// What a test expected and what it got, for a person or as JSON.
struct PackTestResult: Encodable {
    let test: PackTest
    let outcome: PackTestRunner.Outcome

    /// Whether it got what it expected.
    var isPassed: Bool {
        switch outcome {
        case .understood(let intent, let slots, _): test.isMet(byIntent: intent, slots: slots)
        case .refused: test.isMet(byIntent: nil, slots: [:])
        case .unusable: false
        }
    }

    /// One line, such as `bugs.yaml:50:5: "file a bug": expected FileBug {severity: minor}, got FileBug {}`.
    var text: String {
        let place = "\(test.range.file):\(test.range.start.line):\(test.range.start.column)"
        let expected = Self.text(test.intent, test.slots)
        return "\(place): \(input): expected \(expected), got \(got)".visible
    }

    private var input: String {
        switch test.input {
        case .words(let words): "\"\(words)\""
        case .recording(let path): path
        }
    }

    private var got: String {
        let (result, heard) =
            switch outcome {
            case .understood(let intent, let slots, let heard): (Self.text(intent, slots), heard)
            case .refused(let reason, let heard): ("a refusal (\(reason))", heard)
            case .unusable(let reason, let heard): ("nothing to compare (\(reason))", heard)
            }
        guard case .recording = test.input, !heard.isEmpty else { return result }
        return "\(result), having heard \"\(heard)\""
    }

    private static func text(_ intent: String?, _ slots: [String: SlotValue]) -> String {
        guard let intent else { return "a refusal" }
        let values = slots.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
        return "\(intent) {\(values.joined(separator: ", "))}"
    }

    private enum CodingKeys: String, CodingKey {
        case file, line, say, recording, passed, expected, got, heard, reason
    }

    private struct Reading: Encodable {
        var intent: String?
        var slots: [String: SlotValue]

        private enum CodingKeys: String, CodingKey {
            case intent, slots
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            // Null for a refusal.
            try container.encode(intent, forKey: .intent)
            try container.encode(slots, forKey: .slots)
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(test.range.file, forKey: .file)
        try container.encode(test.range.start.line, forKey: .line)
        switch test.input {
        case .words(let words): try container.encode(words, forKey: .say)
        case .recording(let path): try container.encode(path, forKey: .recording)
        }
        try container.encode(isPassed, forKey: .passed)
        try container.encode(Reading(intent: test.intent, slots: test.slots), forKey: .expected)
        switch outcome {
        case .understood(let intent, let slots, let heard):
            try container.encode(Reading(intent: intent, slots: slots), forKey: .got)
            try container.encode(heard, forKey: .heard)
        case .refused(let reason, let heard):
            try container.encode(Reading(intent: nil, slots: [:]), forKey: .got)
            try container.encode(heard, forKey: .heard)
            try container.encode(reason, forKey: .reason)
        case .unusable(let reason, let heard):
            try container.encodeNil(forKey: .got)
            try container.encode(heard, forKey: .heard)
            try container.encode(reason, forKey: .reason)
        }
    }
}
