internal import BehestInference

extension MoonshineModel {
    /// A decoder in the middle of several texts of the same length.
    struct Branches {
        /// The keys and values over the tokens so far, of the shape [texts, heads, tokens, width].
        fileprivate var caches: [String: Tensor]
        /// What is the same for all texts and steps, the caches over the sound included.
        fileprivate let sound: [String: Tensor]
    }

    /// Goes back to the beginning, for texts other than the one that was decoded.
    ///
    /// - Parameter state: a decoder that has taken at least one token.
    /// - Returns: the decoder before the first token of one text.
    /// - Throws: `InferenceError` when it cannot be made.
    func branches(of state: State) throws(InferenceError) -> Branches {
        var branches = Branches(caches: [:], sound: state.sound)
        var sound = state.sound
        for cache in caches {
            guard let tensor = state.caches[cache.past] else { continue }
            if cache.isOverSound {
                sound[cache.past] = tensor
            } else {
                branches.caches[cache.past] = try beginning(of: tensor, length: 0, times: 1)
            }
        }
        return Branches(caches: branches.caches, sound: sound)
    }

    /// Takes one token more of each text.
    ///
    /// - Parameters:
    ///   - tokens: for each text its next token.
    ///   - parents: for each text the place of the one that it goes on with, among those of the step before.
    ///   - branches: the texts; they go on.
    /// - Returns: the logits, of the shape [texts, 1, tokens of the vocabulary].
    /// - Throws: `InferenceError` when the model cannot be run.
    func step(_ tokens: [Int], after parents: [Int], _ branches: inout Branches) throws(InferenceError) -> Tensor {
        var inputs = branches.sound
        for (name, tensor) in branches.caches { inputs[name] = try rows(parents, of: tensor) }
        let ids = tokens.map(Int64.init)
        inputs["input_ids"] = try runtime.tensor(ids.span, shape: [ids.count, 1])
        inputs["use_cache_branch"] = cachedSteps
        let changing = caches.filter { !$0.isOverSound }
        let outputs = try decoder.run(inputs, producing: ["logits"] + changing.map(\.present))
        for cache in changing { branches.caches[cache.past] = outputs[cache.present] }
        guard let logits = outputs["logits"] else {
            throw InferenceError(.modelUnusable, "'\(decoder.path)' gives no logits.")
        }
        return logits
    }

    /// Some of a tensor's outermost rows, in another order.
    private func rows(_ rows: [Int], of tensor: Tensor) throws(InferenceError) -> Tensor {
        guard rows != Array(0..<tensor.shape[0]) else { return tensor }
        let size = tensor.count / max(1, tensor.shape[0])
        let values = tensor.withFloats { source in
            var values: [Float] = []
            values.reserveCapacity(rows.count * size)
            for row in rows {
                for index in row * size..<(row + 1) * size { values.append(source[index]) }
            }
            return values
        }
        return try runtime.tensor(values.span, shape: [rows.count] + tensor.shape.dropFirst())
    }
}
