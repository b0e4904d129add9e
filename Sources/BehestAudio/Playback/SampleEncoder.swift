/// Writes mono samples as the interleaved frames that a device takes, the same in all channels.
struct SampleEncoder: Sendable {
    let format: SampleFormat
    let channels: Int

    var bytesPerFrame: Int { format.byteCount * channels }

    /// Encodes samples.
    ///
    /// - Returns: one frame for each.
    func encode(_ samples: ArraySlice<Float>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(samples.count * bytesPerFrame)
        for sample in samples {
            let sample = encoded(sample.isFinite ? max(-1, min(1, sample)) : 0)
            for _ in 0..<channels {
                var rest = sample
                for _ in 0..<format.byteCount {
                    bytes.append(UInt8(truncatingIfNeeded: rest))
                    rest >>= 8
                }
            }
        }
        return bytes
    }

    /// A sample between -1 and 1 in the lower bits of a number.
    private func encoded(_ sample: Float) -> UInt32 {
        func scaled(_ bits: Int) -> UInt32 {
            let largest = Double(1 << (bits - 1)) - 1
            return UInt32(bitPattern: Int32((Double(sample) * largest).rounded()))
        }
        return switch format {
        case .int16: scaled(16)
        case .float32: sample.bitPattern
        case .int32: scaled(32)
        case .int24, .packedInt24: scaled(24)
        case .uint8: UInt32(Int32((sample * 127).rounded()) + 128)
        }
    }
}
