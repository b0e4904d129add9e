public import BehestAudio
public import BehestGrammar
public import BehestInference
internal import FoundationEssentials
internal import Glibc

/// The embedded recogniser: Moonshine, run by ONNX Runtime on this machine's processor.
///
/// The model is loaded once, with the first utterance or by ``prepare()``, and runs on a thread of its own.
public actor MoonshineTranscriber: Transcriber {
    /// The model's name, such as `moonshine-base`.
    public nonisolated let name: String

    private let size: MoonshineSize
    private let store: ModelStore
    private let runtime: InferenceRuntime
    private let threads: Int
    private let executor = SerialQueueExecutor(label: "behest.moonshine")
    private var loaded: (model: MoonshineModel, tokenizer: Tokenizer)?

    /// The utterance that was heard last, since it is the one whose wordings are scored next.
    private var heard: Heard?

    /// An utterance with the decoder that went through its transcript.
    private struct Heard {
        let utterance: Utterance
        let state: MoonshineModel.State
        let choices: [TokenChoice]

        /// How many tokens a text has in common with the transcript from their beginnings on; the transcript's last does
        /// not count, since the decoder has not taken it.
        func common(with text: [Int]) -> Int {
            zip(text, choices.dropLast()).prefix { $0 == $1.token }.count
        }

        /// The logarithm of the probability of the transcript's first tokens.
        func logProbability(ofFirst count: Int) -> Double {
            choices.prefix(count).reduce(0) { $0 + $1.logProbability }
        }
    }

    /// What was last chosen of an utterance, perhaps of its beginning only.
    private var draft: Draft?

    /// The text of an utterance as far as it was heard: when more of the same utterance is heard, it is guessed to begin so.
    private struct Draft {
        let source: String
        let start: Duration
        let tokens: [Int]

        func isBeginning(of utterance: Utterance) -> Bool { source == utterance.source && start == utterance.start }
    }

    /// Sound is raised or lowered to this peak, since the model hears very quiet speech badly.
    private static let peak: Float = 0.7

    /// Below this peak there is nothing to raise.
    private static let silence: Float = 1e-4

    /// Makes a recogniser; nothing is loaded yet.
    ///
    /// - Parameters:
    ///   - size: which model.
    ///   - store: where the models are.
    ///   - runtime: the library that runs them.
    ///   - threads: how many threads a run may use.
    public init(_ size: MoonshineSize, store: ModelStore, runtime: InferenceRuntime, threads: Int) {
        self.size = size
        self.store = store
        self.runtime = runtime
        self.threads = threads
        name = size.modelName
    }

    /// The recogniser's own thread.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    /// Loads the model, if it is not loaded yet.
    ///
    /// - Throws: `InferenceError` when a file is missing or unusable.
    public func prepare() throws {
        _ = try load()
    }

    /// Transcribes an utterance by greedy decoding.
    ///
    /// When the text ends too early for the length of the speech, it is decoded once more with the end forbidden for the
    /// first tokens: on noisy speech the model often ends at once, and is right if it is made to go on.
    ///
    /// - Parameter utterance: the speech.
    /// - Returns: what was heard; its text is empty when there were no words.
    /// - Throws: `InferenceError` when the model cannot be used; `CancellationError` in the middle of the encoder's run, or between
    ///   two tokens.
    public func transcribe(_ utterance: Utterance) async throws -> Transcript {
        let (_, tokenizer) = try load()
        return transcript(try await hear(utterance).choices, tokenizer)
    }

    /// Hears an utterance, unless it is the last one that was heard.
    private func hear(_ utterance: Utterance) async throws -> Heard {
        if let heard, heard.utterance == utterance { return heard }
        let (model, _) = try load()
        let limits = DecodingLimits(seconds: Double(utterance.samples.count) / Double(speechSampleRate))
        let encoded = try await encode(Self.level(utterance.samples), model)
        try Task.checkCancellation()
        var choices: [TokenChoice] = []
        // Also when it is given up in the middle: what goes on begins the same.
        defer {
            let tokens = choices.map(\.token).filter { $0 != Tokenizer.end }
            draft = Draft(source: utterance.source, start: utterance.start, tokens: tokens)
        }
        let guess = draft.flatMap { $0.isBeginning(of: utterance) ? $0.tokens : nil } ?? []
        var state = encoded
        try decode(model, &state, &choices, guessing: guess, most: limits.most, guarded: 0)
        if choices.count - 1 < limits.fewestPlausible {
            (state, choices) = (encoded, [])
            try decode(model, &state, &choices, most: limits.most, guarded: DecodingLimits.guardedTokens)
        }
        let heard = Heard(utterance: utterance, state: state, choices: choices)
        self.heard = heard
        return heard
    }

    /// Lets the encoder listen to a whole utterance, which takes long: it is ended in its middle when nobody wants the words any
    /// more, so that whoever has another's words does not wait for it.
    private func encode(_ samples: [Float], _ model: MoonshineModel) async throws -> MoonshineModel.State {
        let stop = try runtime.stop()
        do {
            return try await withTaskCancellationHandler {
                try model.encode(samples, until: stop)
            } onCancel: {
                stop.trigger()
            }
        } catch let error as InferenceError {
            // What was ended has not failed.
            try Task.checkCancellation()
            throw error
        }
    }

    private func load() throws(InferenceError) -> (MoonshineModel, Tokenizer) {
        if let loaded { return loaded }
        let folder = store.folder(of: size)
        let model = try MoonshineModel(folder: folder, runtime: runtime, threads: threads)
        let tokenizer = try Tokenizer(contentsOf: folder.appending(path: "tokenizer.bin"))
        loaded = (model, tokenizer)
        return (model, tokenizer)
    }

    /// Chooses the most probable token again and again, until the end token.
    ///
    /// - Parameters:
    ///   - model: the model.
    ///   - state: the decoder before its first token.
    ///   - choices: what was chosen; those so far also when it throws.
    ///   - guess: what may well be chosen first, which is quicker where it is right and changes nothing where it is not.
    ///   - most: the most tokens.
    ///   - guarded: for how many tokens the end is forbidden.
    /// - Throws: `InferenceError` when the model cannot be used; `CancellationError` between two tokens.
    private func decode(
        _ model: MoonshineModel,
        _ state: inout MoonshineModel.State,
        _ choices: inout [TokenChoice],
        guessing guess: [Int] = [],
        most: Int,
        guarded: Int
    ) throws {
        var guess = guess.prefix(most - 1)
        var token = Tokenizer.begin
        while choices.count < most, token != Tokenizer.end {
            try Task.checkCancellation()
            let forbidden = choices.count < guarded ? Tokenizer.end : nil
            let chosen = try model.step(token, guessing: guess, &state, forbidding: forbidden)
            guess = []
            choices += chosen
            token = chosen[chosen.count - 1].token
        }
    }

    private func transcript(_ choices: [TokenChoice], _ tokenizer: Tokenizer) -> Transcript {
        let words = tokenizer.words(choices.map(\.token)).map { word in
            let sum = choices[word.tokens].reduce(0) { $0 + $1.logProbability }
            return Transcript.Word(text: word.text, confidence: exp(sum / Double(word.tokens.count)))
        }
        let mean = choices.reduce(0) { $0 + $1.logProbability } / Double(max(1, choices.count))
        return Transcript(
            text: words.map(\.text).joined(separator: " "),
            words: words,
            meanLogProbability: mean,
            tokenCount: choices.count,
            model: name
        )
    }

}

extension MoonshineTranscriber: WordingScorer {
    /// Scores wordings of an utterance by the decoder.
    ///
    /// What the wordings have in common with the transcript from its beginning on is not computed again.
    ///
    /// - Parameters:
    ///   - wordings: what may have been said.
    ///   - utterance: the speech; one that was not heard last is heard first.
    /// - Returns: a score for each wording, in their order.
    /// - Throws: `InferenceError` when the model cannot be used; `CancellationError` before the model is run.
    public func score(_ wordings: [String], of utterance: Utterance) async throws -> [WordingScore] {
        guard !wordings.isEmpty else { return [] }
        let (model, tokenizer) = try load()
        let heard = try await hear(utterance)
        try Task.checkCancellation()
        let texts = Self.tokens(of: wordings, heard, tokenizer)
        // The step after the last common token is computed again, for all texts at a time.
        let common = texts.map { heard.common(with: $0) }.min() ?? 0
        let beginning = heard.logProbability(ofFirst: common)
        let sums = try model.logProbabilities(
            of: texts.map { Array($0.dropFirst(common)) },
            after: texts.map { common == 0 ? Tokenizer.begin : $0[common - 1] },
            prefix: common,
            of: heard.state
        )
        return zip(texts, sums).map { text, rest in
            WordingScore(logProbability: beginning + rest, tokenCount: text.count)
        }
    }

    /// The most that wordings of an utterance can score, from what is known of the transcript's own steps: each goes on to
    /// where it first differs, and the tokens after that can at best be certain.
    ///
    /// - Parameters:
    ///   - wordings: what may have been said.
    ///   - utterance: the speech; one that was not heard last is heard first.
    /// - Returns: a score for each wording that is at least its own, in their order.
    /// - Throws: `InferenceError` when the model cannot be used; `CancellationError` before the model is run.
    public func bounds(on wordings: [String], of utterance: Utterance) async throws -> [WordingScore] {
        let (model, tokenizer) = try load()
        let heard = try await hear(utterance)
        return Self.tokens(of: wordings, heard, tokenizer).map { text in
            let common = heard.common(with: text)
            var most = heard.logProbability(ofFirst: common)
            if common < min(text.count, heard.choices.count) {
                most += model.logProbability(of: text[common], at: common, of: heard.state)
            }
            return WordingScore(logProbability: most, tokenCount: text.count)
        }
    }

    /// The tokens of wordings, each with the end token.
    private static func tokens(of wordings: [String], _ heard: Heard, _ tokenizer: Tokenizer) -> [[Int]] {
        // The model does not always split a word as it was taught to; what it heard must not seem less probable for that.
        let tokens = heard.choices.dropLast().map(\.token)
        let words = tokenizer.words(tokens).map { (Substring($0.text), Array(tokens[$0.tokens])) }
        let known = Dictionary(words) { first, _ in first }
        return wordings.map { tokenizer.tokens(of: $0, known: known) + [Tokenizer.end] }
    }
}

extension MoonshineTranscriber {
    /// How many texts are followed at a time.
    private static let beamWidth = 4

    /// A sentence that is less probable than the transcript by more than this, as a logarithm, was not said: of the
    /// commands in kitchen noise that were found so, none that was meant lay beyond 20.
    private static let farthest = 22.0

    /// Finds the sentences of a grammar that an utterance is likeliest to be, by decoding it with nothing else allowed.
    ///
    /// - Parameters:
    ///   - guide: what may be said.
    ///   - utterance: the speech; one that was not heard last is heard first.
    ///   - most: the most sentences.
    /// - Returns: the sentences, likeliest first.
    /// - Throws: `InferenceError` when the model cannot be used; `CancellationError` between two tokens.
    public func sentences(
        by guide: SentenceGuide,
        in utterance: Utterance,
        most: Int
    ) async throws -> [GuidedSentence] {
        let (model, tokenizer) = try load()
        let heard = try await hear(utterance)
        var branches = try model.branches(of: heard.state)
        let transcript = heard.choices.reduce(0) { $0 + $1.logProbability }
        let limits = DecodingLimits(seconds: Double(utterance.samples.count) / Double(speechSampleRate))
        var beam = SentenceBeam(guide: guide, width: Self.beamWidth, most: most, floor: transcript - Self.farthest)
        for _ in 0..<limits.most where !beam.open.isEmpty {
            try Task.checkCancellation()
            let tokens = beam.open.map { $0.tokens.last ?? Tokenizer.begin }
            let logits = try model.step(tokens, after: beam.parents, &branches)
            let current = beam
            beam = logits.withFloats { current.advanced(by: $0, tokenizer) }
        }
        return beam.sentences.map { sentence in
            GuidedSentence(
                text: tokenizer.words(sentence.tokens).map(\.text).joined(separator: " "),
                score: WordingScore(logProbability: sentence.logProbability, tokenCount: sentence.tokens.count)
            )
        }
    }

    /// Turns samples to floats and brings them to the usual level.
    static func level(_ samples: [Int16]) -> [Float] {
        let largest = Float(samples.reduce(0) { max($0, $1.magnitude) }) / 32_768
        let gain = largest > silence ? peak / largest : 1
        return samples.map { Float($0) / 32_768 * gain }
    }
}
