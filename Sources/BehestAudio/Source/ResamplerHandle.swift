internal import CSampleRate

/// A running conversion of libsamplerate's from one sample rate to another.
@safe final class ResamplerHandle {
    private let state: OpaquePointer
    private let ratio: Double

    /// Begins a conversion.
    init(from: Int, to: Int) throws(AudioError) {
        var code: Int32 = 0
        // Medium: 90 % of the band at 121 dB, about 300 times quicker than real time on one core.
        guard let state = unsafe src_new(Int32(SRC_SINC_MEDIUM_QUALITY), 1, &code) else {
            let reason = unsafe String(cString: src_strerror(code))
            throw AudioError(.outOfRange, "Could not convert from \(from) to \(to) samples a second: \(reason).")
        }
        unsafe self.state = unsafe state
        ratio = Double(to) / Double(from)
    }

    deinit {
        _ = unsafe src_delete(state)
    }

    /// Converts the next samples.
    ///
    /// - Parameters:
    ///   - samples: what comes next.
    ///   - isLast: whether nothing comes after; the samples still held back are then given too.
    /// - Returns: the converted samples that are ready.
    func convert(_ samples: [Float], isLast: Bool) -> [Float] {
        var result: [Float] = []
        // Room for the block and for the filter's tail at the end.
        var block = [Float](repeating: 0, count: Int(Double(samples.count) * ratio) + 4_096)
        var consumed = 0
        while true {
            let (used, made) = unsafe samples.withUnsafeBufferPointer { input in
                unsafe block.withUnsafeMutableBufferPointer { output in
                    unsafe process(input, from: consumed, into: output, isLast: isLast)
                }
            }
            consumed += used
            result.append(contentsOf: block[..<made])
            if made == 0 && consumed >= samples.count || used == 0 && made == 0 { return result }
        }
    }

    /// Converts the next samples into a buffer that is there already.
    ///
    /// - Parameters:
    ///   - samples: what comes next.
    ///   - isLast: whether nothing comes after; the samples still held back are then given too.
    ///   - output: takes the converted samples at its beginning; it must have room for them all.
    /// - Returns: how many there are.
    func convert(_ samples: ArraySlice<Float>, isLast: Bool, into output: inout [Float]) -> Int {
        unsafe samples.withUnsafeBufferPointer { input in
            unsafe output.withUnsafeMutableBufferPointer { output in
                unsafe process(input, from: 0, into: output, isLast: isLast).made
            }
        }
    }

    /// Forgets what came before.
    func reset() {
        _ = unsafe src_reset(state)
    }

    private func process(
        _ input: UnsafeBufferPointer<Float>,
        from start: Int,
        into output: UnsafeMutableBufferPointer<Float>,
        isLast: Bool
    ) -> (used: Int, made: Int) {
        var data = unsafe SRC_DATA()
        unsafe data.data_in = unsafe input.baseAddress.map { unsafe $0 + start }
        unsafe data.input_frames = input.count - start
        unsafe data.data_out = output.baseAddress
        unsafe data.output_frames = output.count
        unsafe data.end_of_input = isLast ? 1 : 0
        unsafe data.src_ratio = ratio
        guard unsafe src_process(state, &data) == 0 else { return (0, 0) }
        return unsafe (data.input_frames_used, data.output_frames_gen)
    }
}
