/// How a device or a stream writes its samples.
public enum SampleFormat: String, Sendable, Hashable, CaseIterable {
    /// 16 bits, signed, little-endian.
    case int16 = "s16le"
    /// Floating point of 32 bits, little-endian.
    case float32 = "f32le"
    /// 32 bits, signed, little-endian.
    case int32 = "s32le"
    /// 24 bits in the lower three of four bytes, signed, little-endian.
    case int24 = "s24le"
    /// 24 bits in three bytes, signed, little-endian.
    case packedInt24 = "s24-3le"
    /// 8 bits, unsigned.
    case uint8 = "u8"

    /// How many bytes a sample has.
    public var byteCount: Int {
        switch self {
        case .int16: 2
        case .float32, .int32, .int24: 4
        case .packedInt24: 3
        case .uint8: 1
        }
    }
}

/// Turns the bytes of interleaved frames into mono samples between -1 and 1.
///
/// Two channels are averaged. Of more only the first is taken: on an array of microphones it is the one that is meant to
/// be heard, and on a mixing desk an average would bury the one in use among the empty ones.
struct SampleDecoder: Sendable {
    let format: SampleFormat
    let channels: Int

    var bytesPerFrame: Int { format.byteCount * channels }

    /// Decodes frames.
    ///
    /// - Parameters:
    ///   - frames: how many.
    ///   - bytes: begins with them.
    ///   - samples: takes one sample for each, at its beginning.
    /// - Returns: whether all of them are zero.
    func decode(_ frames: Int, of bytes: [UInt8], into samples: inout [Float]) -> Bool {
        unsafe bytes.withUnsafeBytes { raw in
            switch format {
            case .int16:
                unsafe mix(frames, raw, &samples) {
                    unsafe Float($0.loadUnaligned(fromByteOffset: $1, as: Int16.self)) / 32_768
                }
            case .float32:
                unsafe mix(frames, raw, &samples) { bytes, offset in
                    let value = unsafe bytes.loadUnaligned(fromByteOffset: offset, as: Float.self)
                    // A driver's rubbish must not poison everything that comes after it.
                    return value.isFinite ? max(-1, min(1, value)) : 0
                }
            case .int32:
                unsafe mix(frames, raw, &samples) {
                    unsafe Float($0.loadUnaligned(fromByteOffset: $1, as: Int32.self)) / 2_147_483_648
                }
            case .int24:
                unsafe mix(frames, raw, &samples) { bytes, offset in
                    unsafe Float(bytes.loadUnaligned(fromByteOffset: offset, as: Int32.self) << 8) / 2_147_483_648
                }
            case .packedInt24:
                unsafe mix(frames, raw, &samples) { bytes, offset in
                    let value =
                        unsafe Int32(bytes[offset]) << 8 | Int32(bytes[offset + 1]) << 16 | Int32(bytes[offset + 2])
                        << 24
                    return Float(value) / 2_147_483_648
                }
            case .uint8: unsafe mix(frames, raw, &samples) { unsafe (Float($0[$1]) - 128) / 128 }
            }
        }
    }

    @inline(__always)
    private func mix(
        _ frames: Int,
        _ bytes: UnsafeRawBufferPointer,
        _ samples: inout [Float],
        _ value: (UnsafeRawBufferPointer, Int) -> Float
    ) -> Bool {
        precondition(frames * bytesPerFrame <= bytes.count && frames <= samples.count, "the buffers hold the frames")
        var isSilent = true
        var offset = 0
        for frame in 0..<frames {
            var sample = unsafe value(bytes, offset)
            if channels == 2 { sample = unsafe (sample + value(bytes, offset + format.byteCount)) / 2 }
            if sample != 0 { isSilent = false }
            samples[frame] = sample
            offset += bytesPerFrame
        }
        return isSilent
    }
}
