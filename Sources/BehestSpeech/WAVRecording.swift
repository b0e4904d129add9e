internal import BehestAudio

/// Sound as services and programs are given it: a WAV file of 16 bits a sample, mono at 16 kHz.
enum WAVRecording {
    /// The kind of file that it is.
    static let contentType = "audio/wav"

    /// A whole file.
    static func bytes(of samples: [Int16]) -> [UInt8] {
        header(sampleCount: samples.count) + body(of: samples)
    }

    /// Makes the head of a file.
    ///
    /// - Parameter sampleCount: how long it is; `nil` when that is not known yet, for which all ones stand, as in what `ffmpeg` writes
    ///   into a pipe.
    /// - Returns: the head's 44 bytes.
    static func header(sampleCount: Int?) -> [UInt8] {
        let rate = UInt32(speechSampleRate)
        let length = sampleCount.map { UInt32($0 * 2) }
        var header = Array("RIFF".utf8)
        append(length.map { $0 + 36 } ?? .max, to: &header)
        header += Array("WAVEfmt ".utf8)
        append(UInt32(16), to: &header)
        // PCM, one channel.
        append(UInt16(1), to: &header)
        append(UInt16(1), to: &header)
        append(rate, to: &header)
        append(rate * 2, to: &header)
        // Two bytes a frame, 16 bits a sample.
        append(UInt16(2), to: &header)
        append(UInt16(16), to: &header)
        header += Array("data".utf8)
        append(length ?? .max, to: &header)
        return header
    }

    /// What follows the head: the samples, their lower half first.
    static func body(of samples: [Int16]) -> [UInt8] {
        #if _endian(little)
        unsafe samples.withUnsafeBytes { unsafe Array($0) }
        #else
        unsafe samples.map(\.littleEndian).withUnsafeBytes { unsafe Array($0) }
        #endif
    }

    /// How long a whole file is, in bytes.
    static func length(sampleCount: Int) -> Int { 44 + sampleCount * 2 }

    private static func append(_ number: some FixedWidthInteger, to bytes: inout [UInt8]) {
        for shift in stride(from: 0, to: number.bitWidth, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: number >> shift))
        }
    }
}
