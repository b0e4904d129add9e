internal import BehestGrammar
internal import BehestPipeline

/// Something that an utterance may mean, with what speaks for it, as a part of a ``ReportJSON``.
struct ReadingJSON: Encodable {
    private var intent: String
    private var slots: [String: SlotValue]
    private var wording: String
    private var written: String
    private var manner: String
    private var certainty: Double
    private var scores: Reading.Scores

    init(_ reading: Reading) {
        intent = reading.interpretation.intent
        slots = Dictionary(reading.interpretation.slots.map { ($0.name, $0.value) }) { first, _ in first }
        wording = reading.wording
        written = reading.written
        manner = reading.interpretation.manner.rawValue
        certainty = Calibration().certainty(of: reading)
        scores = reading.scores
    }
}
