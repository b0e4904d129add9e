internal import BehestGrammar
internal import BehestPipeline
internal import BehestSpeech
internal import BehestWorkflow
internal import FoundationEssentials

/// A report as one line of JSON, for programs.
///
/// Its names are part of Behest's interface. Of several commands in one breath the first stands where a single one does, and
/// the others in `following`.
struct ReportJSON: Encodable {
    /// A recording that could not be done.
    struct Failure: Encodable {
        var file: String
        var error: String

        var line: String { JSONLine.text(of: self) }
    }

    private var file: String
    private var utterance: String?
    /// Where it begins in the file, and how long it is, in seconds.
    private var start: Double?
    private var duration: Double?
    /// Where the last speech in it ends in the file, in seconds.
    private var spokenUntil: Double?
    private var text: String
    private var confidence: Double?
    private var first: CommandJSON
    private var following: [CommandJSON]
    /// What it may mean, best first.
    private var considered: [ReadingJSON]
    /// How long each stage took, in milliseconds; `nil` where the same words are to make the same line.
    private var timings: [String: Double]?

    private enum CodingKeys: String, CodingKey {
        case file, utterance, start, duration, spokenUntil, text, confidence, following, considered, timings
    }

    init(_ report: UtteranceReport, isTimed: Bool = true) {
        file = report.source
        utterance = report.id
        start = report.start.map { Self.rounded($0.seconds) }
        duration = report.duration.map { Self.rounded($0.seconds) }
        spokenUntil = report.spokenUntil.map { Self.rounded($0.seconds) }
        text = report.transcript?.text ?? ""
        confidence = report.transcript?.confidence.map { Self.rounded($0) }
        let commands =
            report.exchange.map { CommandJSON.all(of: $0, unspoken: report.unspokenReason) }
            ?? report.commands.map { CommandJSON($0, isOneOfSeveral: !report.following.isEmpty) }
        first = commands[0]
        following = Array(commands.dropFirst())
        considered = report.readings.map(ReadingJSON.init)
        guard isTimed else { return }
        var timings: [String: Double] = [:]
        for stage in StageTimings.Stage.allCases {
            timings[stage.rawValue] = report.timings[stage].map { Self.rounded($0.seconds * 1_000) }
        }
        timings["untilRecorded"] = report.timings.untilRecorded.map { Self.rounded($0.seconds * 1_000) }
        timings["pause"] = report.pause.map { Self.rounded($0.seconds * 1_000) }
        timings["endToRun"] = report.endToRun.map { Self.rounded($0.seconds * 1_000) }
        self.timings = timings
    }

    var line: String { JSONLine.text(of: self) }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(file, forKey: .file)
        try container.encodeIfPresent(utterance, forKey: .utterance)
        try container.encodeIfPresent(start, forKey: .start)
        try container.encodeIfPresent(duration, forKey: .duration)
        try container.encodeIfPresent(spokenUntil, forKey: .spokenUntil)
        try container.encode(text, forKey: .text)
        try container.encodeIfPresent(confidence, forKey: .confidence)
        try first.encode(to: encoder)
        if !following.isEmpty { try container.encode(following, forKey: .following) }
        try container.encode(considered, forKey: .considered)
        try container.encodeIfPresent(timings, forKey: .timings)
    }

    /// Three decimals are as much as any of the figures means.
    private static func rounded(_ value: Double) -> Double { (value * 1_000).rounded() / 1_000 }
}

/// Writes values as JSON on one line.
enum JSONLine {
    static func text(of value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Encoding fails for infinite numbers only, and none of these values can be one.
        guard let data = try? encoder.encode(value) else { return "{}" }
        return String(decoding: data, as: UTF8.self)
    }
}
