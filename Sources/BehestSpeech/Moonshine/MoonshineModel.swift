internal import BehestInference
internal import FoundationEssentials

/// Moonshine's encoder and decoder, loaded, with the names that their files give their ports.
///
/// The decoder is one file with two ways through it: the first call fills the caches of keys and values, each later one
/// takes one token and the caches of the call before.
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
        /// How many tokens have been taken, the begin token included.
        fileprivate(set) var length = 0
        /// What each step gave: how well every token would have gone on.
        fileprivate var logits: [Tensor] = []
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
    /// - Parameter samples: mono at 16 kHz, between -1 and 1.
    /// - Returns: the decoder before its first token.
    /// - Throws: `InferenceError` when the model cannot be run.
    func encode(_ samples: [Float]) throws(InferenceError) -> State {
        let padding = max(0, Self.shortestSound - samples.count)
        let samples = samples + [Float](repeating: 0, count: padding)
        var inputs = ["input_values": try runtime.tensor(samples.span, shape: [1, samples.count])]
        if encoder.takes("attention_mask") {
            inputs["attention_mask"] = try ones(samples.count)
        }
        guard let hidden = try encoder.run(inputs)["last_hidden_state"], hidden.shape.count == 3 else {
            throw InferenceError(.modelUnusable, "'\(encoder.path)' is not the encoder that was expected.")
        }
        var sound = ["encoder_hidden_states": hidden]
        if decoder.takes("encoder_attention_mask") {
            // Over the samples, not the frames: the decoder itself takes one in 384 of them.
            sound["encoder_attention_mask"] = try ones(samples.count)
        }
        return State(caches: try emptyCaches(), sound: sound)
    }

    /// Takes one token and chooses the next.
    ///
    /// - Parameters:
    ///   - token: the token that was chosen before, the begin token at first.
    ///   - state: the decoder; it advances by one token.
    ///   - forbidden: a token that must not be chosen.
    /// - Returns: the next token.
    /// - Throws: `InferenceError` when the model cannot be run.
    func step(_ token: Int, _ state: inout State, forbidding forbidden: Int?) throws(InferenceError) -> TokenChoice {
        var inputs = state.caches
        inputs.merge(state.sound) { $1 }
        inputs["input_ids"] = try runtime.tensor([Int64(token)].span, shape: [1, 1])
        inputs["use_cache_branch"] = state.length == 0 ? firstStep : cachedSteps

        // The caches over the sound are made by the first call; later ones would only give dummies.
        let changing = caches.filter { state.length == 0 || !$0.isOverSound }
        let outputs = try decoder.run(inputs, producing: ["logits"] + changing.map(\.present))
        for cache in changing { state.caches[cache.past] = outputs[cache.present] }
        state.length += 1

        guard let logits = outputs["logits"] else {
            throw InferenceError(.modelUnusable, "'\(decoder.path)' gives no logits.")
        }
        state.logits.append(logits)
        return logits.withFloats { TokenChoice(logits: $0, forbidding: forbidden) }
    }

    /// The logarithm of the probability that a token had at a step that was taken.
    ///
    /// - Parameters:
    ///   - token: the token, which need not be the one that was chosen.
    ///   - step: the number of the step, from 0.
    ///   - state: the decoder after it.
    /// - Returns: the logarithm.
    func logProbability(of token: Int, at step: Int, of state: State) -> Double {
        state.logits[step].withFloats { TokenChoice.logProbability(of: token, logits: $0) }
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
