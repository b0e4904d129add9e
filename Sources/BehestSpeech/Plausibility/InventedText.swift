/// Text that a recogniser gave for an utterance and that was not said in it, as far as can be told.
public struct InventedText: Sendable, Hashable {
    /// What speaks against a text.
    public enum Doubt: Sendable, Hashable {
        /// The recogniser itself takes it to be probable, 0 to 1, that nobody speaks.
        case silence(Double)
        /// The recogniser was at a loss: the mean natural logarithm of the tokens' probabilities.
        case unsure(Double)
        /// The text says the same again and again: how many times shorter it is when it is compressed.
        case compressible(Double)
        /// Some words stand there so many times in a row.
        case repeated(String, times: Int)
        /// Nobody speaks so many characters in a second.
        case tooFast(charactersPerSecond: Double)
        /// There is so little text for so much sound.
        case tooSlow(charactersPerSecond: Double)
        /// So little of the sound, 0 to 1, is a voice.
        case littleVoice(Double)
        /// It is a note about the sound, such as "[Music]".
        case note
        /// Recognisers are known to write it where nothing is said.
        case knownPhrase
    }

    /// The text.
    public var text: String
    /// What speaks against it, the weightiest first.
    public var doubts: [Doubt]

    /// Puts it together.
    public init(text: String, doubts: [Doubt]) {
        self.text = text
        self.doubts = doubts
    }

    /// Why it is not taken for said, in a sentence for a person.
    public var reason: String {
        let list = doubts.map(\.text)
        let all =
            list.count < 2 ? list.joined() : list.dropLast().joined(separator: ", ") + " and " + list[list.count - 1]
        return "The recogniser wrote '\(text)', but I do not believe that it was said: \(all)."
    }
}

extension InventedText.Doubt {
    /// The doubt in words.
    fileprivate var text: String {
        switch self {
        case .silence(let probability): "it says itself that probably nobody spoke (\(Self.percent(probability)))"
        case .unsure(let logProbability): "it was at a loss (mean log-probability \(Self.rounded(logProbability)))"
        case .compressible(let ratio):
            "the text says the same again and again (compressed \(Self.rounded(ratio)) times)"
        case .repeated(let words, let times): "'\(words)' stands there \(times) times in a row"
        case .tooFast(let rate): "nobody speaks so fast (\(Int(rate.rounded())) characters a second)"
        case .tooSlow(let rate): "it is too little for so much sound (\(Self.rounded(rate)) characters a second)"
        case .littleVoice(let share): "there is hardly a voice in the sound (\(Self.percent(share)))"
        case .note: "it is a note about the sound, not words"
        case .knownPhrase: "recognisers write this where nothing is said"
        }
    }

    private static func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }

    private static func rounded(_ value: Double) -> String { "\((value * 100).rounded() / 100)" }
}
