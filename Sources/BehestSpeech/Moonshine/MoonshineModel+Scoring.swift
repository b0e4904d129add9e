internal import BehestInference

extension MoonshineModel {
    /// The log-probabilities of several texts' tokens, in one call of the decoder.
    ///
    /// The caches over the sound are those of the state, for all texts alike: they are what makes a first step dear.
    ///
    /// - Parameters:
    ///   - texts: for each text its tokens from place `prefix` on; none is empty.
    ///   - previous: for each text the token before them.
    ///   - prefix: how many of the tokens that the state has taken count, the begin token included; less than all.
    ///   - state: a decoder that has taken at least one token.
    /// - Returns: for each text the sum over its tokens.
    /// - Throws: `InferenceError` when the model cannot be run.
    func logProbabilities(
        of texts: [[Int]],
        after previous: [Int],
        prefix: Int,
        of state: State
    ) throws(InferenceError) -> [Double] {
        let length = texts.reduce(0) { max($0, $1.count) }
        var ids: [Int64] = []
        ids.reserveCapacity(texts.count * length)
        for (text, previous) in zip(texts, previous) {
            let taken = [previous] + text.dropLast()
            ids += taken.map(Int64.init)
            // What follows a text's end changes nothing before it.
            ids += repeatElement(Int64(Tokenizer.end), count: length - taken.count)
        }
        var inputs = state.sound
        for cache in caches {
            guard let tensor = state.caches[cache.past] else { continue }
            inputs[cache.past] =
                cache.isOverSound ? tensor : try beginning(of: tensor, length: prefix, times: texts.count)
        }
        inputs["input_ids"] = try runtime.tensor(ids.span, shape: [texts.count, length])
        inputs["use_cache_branch"] = cachedSteps
        guard let logits = try decoder.run(inputs, producing: ["logits"])["logits"] else {
            throw InferenceError(.modelUnusable, "'\(decoder.path)' gives no logits.")
        }
        let width = logits.shape[2]
        return logits.withFloats { logits in
            texts.enumerated().map { row, text in
                text.enumerated().reduce(0) { sum, step in
                    let start = (row * length + step.offset) * width
                    let values = logits.extracting(start..<start + width)
                    return sum + TokenChoice.logProbability(of: step.element, logits: values)
                }
            }
        }
    }

    /// The first entries of keys or values over the tokens, once for each text.
    ///
    /// - Parameters:
    ///   - tensor: of the shape [1, heads, tokens, width].
    ///   - length: how many tokens' entries are taken.
    ///   - times: how many texts there are.
    /// - Returns: a tensor of the shape [times, heads, length, width].
    /// - Throws: `InferenceError` when it cannot be made.
    func beginning(of tensor: Tensor, length: Int, times: Int) throws(InferenceError) -> Tensor {
        let (heads, tokens, width) = (tensor.shape[1], tensor.shape[2], tensor.shape[3])
        let values = tensor.withFloats { source in
            var values: [Float] = []
            values.reserveCapacity(times * heads * length * width)
            for head in 0..<heads {
                for index in 0..<length * width { values.append(source[head * tokens * width + index]) }
            }
            return values
        }
        let all = Array(repeatElement(values, count: times).joined())
        return try runtime.tensor(all.span, shape: [times, heads, length, width])
    }
}
