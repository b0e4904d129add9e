public import BehestInference

/// Tells how probable speech is in each hop of a stream, by the Silero model.
///
/// It carries the model's state from hop to hop: one detector belongs to one stream.
public final class VoiceActivityDetector {
    /// How many samples a hop has: 32 ms.
    public static let hopLength = 512

    /// How many samples before a hop the model also sees.
    private static let contextLength = 64

    private let model: Model
    private let runtime: InferenceRuntime
    private var state: Tensor
    private var context = ArraySlice<Float>(repeating: 0, count: contextLength)

    /// Begins a stream.
    ///
    /// - Parameters:
    ///   - model: Silero's model file (version 5 or 6) for 16 kHz alone, loaded.
    ///   - runtime: the library that it was loaded with.
    /// - Throws: `InferenceError` when memory runs out.
    public init(model: Model, runtime: InferenceRuntime) throws(InferenceError) {
        self.model = model
        self.runtime = runtime
        let zeros = [Float](repeating: 0, count: 2 * 128)
        state = try runtime.tensor(zeros.span, shape: [2, 1, 128])
    }

    /// Takes the next hop.
    ///
    /// - Parameter hop: ``hopLength`` samples at 16 kHz.
    /// - Returns: the probability of speech in it, 0 to 1.
    /// - Throws: `InferenceError` when the model cannot be run.
    public func probability(of hop: ArraySlice<Float>) throws(InferenceError) -> Float {
        precondition(hop.count == Self.hopLength, "a hop has \(Self.hopLength) samples")
        let window = Array(context + hop)
        context = window.suffix(Self.contextLength)
        let input = try runtime.tensor(window.span, shape: [1, window.count])
        let result = try model.run(["input": input, "state": state])
        guard let output = result["output"], let newState = result["stateN"] else {
            throw InferenceError(.modelUnusable, "'\(model.path)' is not the voice activity model that was expected.")
        }
        state = newState
        return output.withFloats { $0[0] }
    }
}
