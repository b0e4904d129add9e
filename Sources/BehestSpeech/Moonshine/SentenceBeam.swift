internal import BehestGrammar

/// The likeliest sentences of a grammar, found token by token: a beam of texts that can still become one.
///
/// Pure: it is given the logits of each step, and says which texts go on and with which tokens.
struct SentenceBeam {
    /// A text that can still become a sentence.
    struct Hypothesis {
        /// Its tokens.
        var tokens: [Int] = []
        /// The sum of their log-probabilities.
        var logProbability = 0.0
        /// The text in the grammar.
        var prefix: SentencePrefix
    }

    /// A sentence that was ended.
    struct Sentence: Hashable {
        /// Its tokens, the end token included.
        var tokens: [Int]
        /// The sum of their log-probabilities.
        var logProbability: Double
    }

    /// The texts that go on, best first.
    private(set) var open: [Hypothesis]
    /// For each of them the place of the text that it goes on with, among those of the step before.
    private(set) var parents = [0]
    /// The sentences, best first.
    private(set) var sentences: [Sentence] = []

    private let width: Int
    private let most: Int
    private let floor: Double

    /// A token that is less probable than the likeliest by more than this, as a logarithm, is not looked at.
    private static let deepest: Float = 13

    /// Texts that are less probable than the best sentence by more than this are given up: what is still to come can only make
    /// them less so.
    private static let window = 8.0

    /// - Parameters:
    ///   - guide: what may be said.
    ///   - width: the most texts that go on.
    ///   - most: the most sentences.
    ///   - floor: texts with a lower log-probability are given up.
    init(guide: SentenceGuide, width: Int, most: Int, floor: Double) {
        self.floor = floor
        self.width = width
        self.most = most
        open = [Hypothesis(prefix: guide.beginning)]
    }

    /// The beam one token further.
    ///
    /// - Parameters:
    ///   - logits: a row for each open text, in their order, with a value for each token.
    ///   - tokenizer: what the tokens stand for.
    /// - Returns: the beam, in which nothing is open any more when the search is over.
    func advanced(by logits: Span<Float>, _ tokenizer: Tokenizer) -> SentenceBeam {
        var beam = self
        let vocabulary = logits.count / open.count
        var next: [(hypothesis: Hypothesis, parent: Int)] = []
        for (row, hypothesis) in open.enumerated() {
            let values = logits.extracting(row * vocabulary..<(row + 1) * vocabulary)
            let normaliser = TokenChoice.normaliser(of: values)
            if hypothesis.prefix.isSentence {
                beam.end(hypothesis, Double(values[Tokenizer.end] - normaliser))
            }
            next += longer(hypothesis, values, normaliser, tokenizer).map { ($0, row) }
        }
        next.sort { $0.hypothesis.logProbability > $1.hypothesis.logProbability }
        let least = max(floor, beam.sentences.first.map { $0.logProbability - Self.window } ?? floor)
        next = Array(next.prefix(width).prefix { $0.hypothesis.logProbability >= least })
        beam.open = next.map(\.hypothesis)
        beam.parents = next.map(\.parent)
        return beam
    }

    private mutating func end(_ hypothesis: Hypothesis, _ logProbability: Double) {
        sentences.append(
            Sentence(
                tokens: hypothesis.tokens + [Tokenizer.end],
                logProbability: hypothesis.logProbability + logProbability
            )
        )
        sentences.sort { $0.logProbability > $1.logProbability }
        sentences = Array(sentences.prefix(most))
    }

    /// The likeliest ways to go on with a text.
    private func longer(
        _ hypothesis: Hypothesis,
        _ logits: Span<Float>,
        _ normaliser: Float,
        _ tokenizer: Tokenizer
    ) -> [Hypothesis] {
        var likely: [(token: Int, logit: Float)] = []
        for token in logits.indices where logits[token] >= normaliser - Self.deepest {
            likely.append((token, logits[token]))
        }
        likely.sort { $0.logit > $1.logit }
        var found: [Hypothesis] = []
        for (token, logit) in likely {
            guard let text = tokenizer.text(of: token, isFirst: hypothesis.tokens.isEmpty),
                let prefix = hypothesis.prefix.appending(text)
            else { continue }
            found.append(
                Hypothesis(
                    tokens: hypothesis.tokens + [token],
                    logProbability: hypothesis.logProbability + Double(logit - normaliser),
                    prefix: prefix
                )
            )
            if found.count == width { break }
        }
        return found
    }
}
