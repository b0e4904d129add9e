internal import BehestInference
internal import FoundationEssentials

/// Moonshine's encoder and decoder, loaded, with the names that their files give their ports.
///
/// The decoder is one file with two ways through it: the first call fills the caches of keys and values, each later one
/// takes the caches of the call before.
final class MoonshineModel {
    let runtime: InferenceRuntime
    private let encoder: Model
    let decoder: Model
    let caches: [Cache]
    let cachedSteps: Tensor
    private let firstStep: Tensor

    /// A tensor of keys or values that goes from one call of the decoder to the next.
    struct Cache {
        /// The decoder's input.
        let past: String
        /// The decoder's output.
        let present: String
        /// Whether it is over the sound, and so the same for all steps, or over the tokens so far.
        let isOverSound: Bool
        /// Its shape before the first token.
        let emptyShape: [Int]
    }

    /// The decoder in the middle of a text.
    struct State {
        /// The keys and values so far, by the names of the decoder's inputs.
        fileprivate(set) var caches: [String: Tensor]
        /// What is the same for all steps.
        let sound: [String: Tensor]
        /// What each token that was taken gave, as a row of what a call gave: how well every token would have gone on.
        ///
        /// The begin token is the first.
        fileprivate var logits: [(tensor: Tensor, row: Int)] = []

        /// How many tokens have been taken, the begin token included.
        var length: Int { logits.count }
    }

    /// How many samples one of the encoder's frames stands for, at the least; shorter sound is filled up with silence.
    private static let shortestSound = 4_000

    init(folder: URL, runtime: InferenceRuntime, threads: Int) throws(InferenceError) {
        self.runtime = runtime
        encoder = try runtime.model(at: Self.file("encoder_model", in: folder), threads: threads)
        decoder = try runtime.model(at: Self.file("decoder_model_merged", in: folder), threads: threads)
        let outputs = Set(decoder.outputNames)
        caches = decoder.inputs.compactMap { input in
            let present = "present" + input.name.dropFirst("past_key_values".count)
            guard input.name.hasPrefix("past_key_values."), outputs.contains(present) else { return nil }
            return Cache(
                past: input.name,
                present: present,
                isOverSound: input.name.contains(".encoder."),
                // The open dimensions are the batch, one here, and the length, none at first.
                emptyShape: input.shape.enumerated().map { $1 ?? ($0 == 0 ? 1 : 0) }
            )
        }
        guard !caches.isEmpty, outputs.contains("logits") else {
            throw InferenceError(
                .modelUnusable,
                "'\(decoder.path)' is not the decoder that was expected. Delete its folder and run scripts/setup models."
            )
        }
        cachedSteps = try runtime.tensor([true].span, shape: [1])
        firstStep = try runtime.tensor([false].span, shape: [1])
    }

    /// Listens to a whole utterance.
    ///
    /// - Parameters:
    ///   - samples: mono at 16 kHz, between -1 and 1.
    ///   - stop: what can end it in its middle.
    /// - Returns: the decoder before its first token.
    /// - Throws: `InferenceError` when the model cannot be run, or the run was ended.
    func encode(_ samples: [Float], until stop: RunStop) throws(InferenceError) -> State {
        let padding = max(0, Self.shortestSound - samples.count)
        let samples = samples + [Float](repeating: 0, count: padding)
        var inputs = ["input_values": try runtime.tensor(samples.span, shape: [1, samples.count])]
        if encoder.takes("attention_mask") {
            inputs["attention_mask"] = try ones(samples.count)
        }
        guard let hidden = try encoder.run(inputs, until: stop)["last_hidden_state"], hidden.shape.count == 3 else {
            throw InferenceError(.modelUnusable, "'\(encoder.path)' is not the encoder that was expected.")
        }
        var sound = ["encoder_hidden_states": hidden]
        if decoder.takes("encoder_attention_mask") {
            // Over the samples, not the frames: the decoder itself takes one in 384 of them.
            sound["encoder_attention_mask"] = try ones(samples.count)
        }
        return State(caches: try emptyCaches(), sound: sound)
    }

    /// Takes a token and chooses the next, and so on with those that are guessed to follow for as long as the guess is right: all
    /// in one call, which takes little longer than for one token.
    ///
    /// - Parameters:
    ///   - token: the token that was chosen before, the begin token at first.
    ///   - guess: the tokens that may well be chosen next.
    ///   - state: the decoder; it advances by the token and those that were guessed rightly.
    ///   - forbidden: a token that must not be chosen.
    /// - Returns: the tokens that were chosen: those that were guessed rightly, and one more.
    /// - Throws: `InferenceError` when the model cannot be run.
    func step(
        _ token: Int,
        guessing guess: some Collection<Int> = [],
        _ state: inout State,
        forbidding forbidden: Int?
    ) throws(InferenceError) -> [TokenChoice] {
        let tokens = [token] + guess
        let isFirst = state.length == 0
        var inputs = state.caches
        inputs.merge(state.sound) { $1 }
        let ids = tokens.map(Int64.init)
        inputs["input_ids"] = try runtime.tensor(ids.span, shape: [1, ids.count])
        inputs["use_cache_branch"] = isFirst ? firstStep : cachedSteps

        // The caches over the sound are made by the first call; later ones would only give dummies.
        let changing = caches.filter { isFirst || !$0.isOverSound }
        let outputs = try decoder.run(inputs, producing: ["logits"] + changing.map(\.present))
        guard let logits = outputs["logits"], logits.shape.count == 3, logits.shape[1] == tokens.count else {
            throw InferenceError(.modelUnusable, "'\(decoder.path)' gives no logits.")
        }
        var choices: [TokenChoice] = []
        for row in tokens.indices {
            state.logits.append((logits, row))
            let choice = logits.withFloats {
                TokenChoice(logits: $0.extracting(Self.row(row, of: logits)), forbidding: forbidden)
            }
            choices.append(choice)
            guard row + 1 < tokens.count, choice.token == tokens[row + 1] else { break }
        }
        for cache in changing { state.caches[cache.past] = outputs[cache.present] }
        // What was guessed wrongly is forgotten.
        if choices.count < tokens.count {
            for cache in caches where !cache.isOverSound {
                guard let tensor = state.caches[cache.past] else { continue }
                state.caches[cache.past] = try beginning(of: tensor, length: state.length, times: 1)
            }
        }
        return choices
    }

    /// The logarithm of the probability that a token had at a step that was taken.
    ///
    /// - Parameters:
    ///   - token: the token, which need not be the one that was chosen.
    ///   - step: the number of the step, from 0.
    ///   - state: the decoder after it.
    /// - Returns: the logarithm.
    func logProbability(of token: Int, at step: Int, of state: State) -> Double {
        let (tensor, row) = state.logits[step]
        return tensor.withFloats {
            TokenChoice.logProbability(of: token, logits: $0.extracting(Self.row(row, of: tensor)))
        }
    }

    /// Where one token's logits are among those that a call gave.
    private static func row(_ row: Int, of logits: Tensor) -> Range<Int> {
        let width = logits.shape[2]
        return row * width..<(row + 1) * width
    }

    private func emptyCaches() throws(InferenceError) -> [String: Tensor] {
        let nothing: [Float] = []
        var tensors: [String: Tensor] = [:]
        for cache in caches { tensors[cache.past] = try runtime.tensor(nothing.span, shape: cache.emptyShape) }
        return tensors
    }

    private func ones(_ count: Int) throws(InferenceError) -> Tensor {
        let values = [Int64](repeating: 1, count: count)
        return try runtime.tensor(values.span, shape: [1, count])
    }

    /// The model's file: folded where it was folded at set-up, else as shipped.
    private static func file(_ name: String, in folder: URL) -> String {
        let folded = folder.appending(path: "\(name).onnx").path
        let shipped = folder.appending(path: "\(name).ort").path
        return !FileManager.default.fileExists(atPath: folded) && FileManager.default.fileExists(atPath: shipped)
            ? shipped : folded
    }
}

extension Model {
    fileprivate func takes(_ name: String) -> Bool {
        inputs.contains { $0.name == name }
    }
}
