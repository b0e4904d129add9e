/// Keeps the readings that come first, and brings them into order.
struct ReadingRanking {
    let slot: String?
    let metadataKey: String?
    private var readings: [SentenceReading] = []
    private var hasMetadata = false
    private var hasSlot = false
    private var longest: Int?

    init(slot: String?, metadataKey: String?) {
        self.slot = slot
        self.metadataKey = metadataKey
    }

    /// Takes another reading, if those before it leave room for it.
    mutating func add(_ reading: SentenceReading) {
        if let metadataKey {
            let has = reading.metadata[metadataKey]?.isTrue ?? false
            if hasMetadata, !has { return }
            if !hasMetadata, has {
                hasMetadata = true
                hasSlot = false
                longest = nil
                readings = []
            }
        }
        if let slot {
            let filled = reading.slots.first { $0.name == slot && !reading.wildcards.contains(slot) }
            if hasSlot, filled == nil { return }
            if !hasSlot, filled != nil {
                hasSlot = true
                readings = []
            }
            if let filled, case .text = filled.value {
                let length = filled.text.unicodeScalars.count
                if let longest, length < longest { return }
                if length > longest ?? -1 {
                    longest = length
                    readings = []
                }
            }
        }
        readings.append(reading)
    }

    /// The readings, best first.
    var ordered: [SentenceReading] {
        readings.enumerated().sorted { first, second in
            let (one, two) = (first.element, second.element)
            let ranks = (
                (one.wildcardCount, -one.literals, one.wildcardLength),
                (two.wildcardCount, -two.literals, two.wildcardLength)
            )
            if ranks.0 != ranks.1 { return ranks.0 < ranks.1 }
            return (one.intent, first.offset) < (two.intent, second.offset)
        }.map(\.element)
    }
}

extension SentenceReader.Block {
    /// Whether what is known, as far as it is known, does not rule the block out.
    func admits(_ context: [String: SlotValue]) -> Bool {
        for condition in excluded where condition.values != nil {
            if let known = context[condition.key], condition.isMet(by: known) { return false }
        }
        return required.allSatisfy { condition in context[condition.key].map { condition.isMet(by: $0) } ?? true }
    }

    /// Whether all that must be known is known, and nothing that must not be.
    func isMet(by context: [String: SlotValue]) -> Bool {
        admits(context) && required.allSatisfy { context[$0.key] != nil }
    }
}
