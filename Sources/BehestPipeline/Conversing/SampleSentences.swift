public import BehestGrammar

/// What can be said: a sentence or more of each intent, for whoever asks.
public struct SampleSentences: Sendable {
    /// A sentence of an intent.
    public struct Sentence: Sendable, Hashable, Codable {
        /// The sentence.
        public var text: String
        /// The intent.
        public var intent: String
    }

    /// How often a sentence that was found already is looked for anew.
    private static let tries = 20

    /// The sentences, intent by intent.
    public let sentences: [Sentence]

    /// Finds the sentences; of the same packs they are the same.
    ///
    /// - Parameters:
    ///   - packs: the packs, their lists filled.
    ///   - count: how many of each intent at most.
    public init(packs: [GrammarPack], ofEach count: Int = 1) {
        sentences = packs.flatMap { pack in
            pack.intentNames.flatMap { intent in
                var sampler = SentenceSampler(pack: pack, intent: intent, seed: 1)
                var texts: [String] = []
                for _ in 0..<count * Self.tries where texts.count < count {
                    guard let sample = sampler.next() else { break }
                    if !texts.contains(sample.text) { texts.append(sample.text) }
                }
                return texts.map { Sentence(text: $0, intent: intent) }
            }
        }
    }
}
