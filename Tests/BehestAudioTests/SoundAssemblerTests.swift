import BehestAudio
import Glibc
import Testing

struct SoundAssemblerTests {
    /// A second of a tone of 440 Hz at half the full level, written in some form.
    private static func tone(_ form: SoundAssembler.Form) -> [UInt8] {
        var bytes: [UInt8] = []
        for frame in 0..<form.rate {
            let value = 0.5 * sin(2 * Double.pi * 440 * Double(frame) / Double(form.rate))
            for _ in 0..<form.channels {
                let (number, width): (Int, Int) =
                    switch form.format {
                    case .uint8: (Int(value * 127) + 128, 1)
                    case .int16: (Int(value * 32_767), 2)
                    case .packedInt24: (Int(value * 8_388_607), 3)
                    default: (Int(value * 2_147_483_647), 4)
                    }
                for byte in 0..<width { bytes.append(UInt8(truncatingIfNeeded: number >> (8 * byte))) }
            }
        }
        return bytes
    }

    /// How far a sound is from the tone at most, after its first and before its last 20 ms.
    private static func error(_ samples: [Int16]) -> Double {
        samples.indices.dropFirst(320).dropLast(320).reduce(0.0) { most, index in
            let expected = 0.5 * sin(2 * Double.pi * 440 * Double(index) / 16_000)
            return max(most, abs(Double(samples[index]) / 32_768 - expected))
        }
    }

    @Test(arguments: [
        (SampleFormat.int16, 1, 16_000), (.uint8, 1, 8_000), (.packedInt24, 2, 48_000), (.int32, 2, 44_100),
        (.int16, 6, 22_050), (.int16, 2, 192_000),
    ])
    func everyFormBecomesSpeech(_ format: SampleFormat, _ channels: Int, _ rate: Int) throws {
        let form = try SoundAssembler.Form(format: format, channels: channels, rate: rate)
        let bytes = Self.tone(form)
        var whole = SoundAssembler()
        try whole.append(bytes, as: form)
        let samples = whole.finish()
        #expect((15_900...16_100).contains(samples.count))
        #expect(Self.error(samples) < (format == .uint8 ? 0.02 : 0.005))

        // Cut anywhere, also within a frame.
        var pieces = SoundAssembler()
        var start = 0
        for length in sequence(first: 1, next: { $0 % 997 + 13 }) {
            let end = min(bytes.count, start + length)
            try pieces.append(Array(bytes[start..<end]), as: form)
            start = end
            if start == bytes.count { break }
        }
        let joined = pieces.finish()
        #expect((15_900...16_100).contains(joined.count))
        #expect(Self.error(joined) < (format == .uint8 ? 0.02 : 0.005))
    }

    @Test func speechIsTakenAsItIs() throws {
        let form = try SoundAssembler.Form(format: .int16, channels: 1, rate: 16_000)
        var assembler = SoundAssembler()
        try assembler.append([1, 0, 0xFF, 0xFF, 0, 0x80, 0xFF], as: form)
        try assembler.append([0x7F], as: form)
        #expect(assembler.finish() == [1, -1, .min, .max])
    }

    @Test func anotherFormBeginsAnew() throws {
        let wide = try SoundAssembler.Form(format: .int16, channels: 2, rate: 48_000)
        let narrow = try SoundAssembler.Form(format: .int16, channels: 1, rate: 16_000)
        var assembler = SoundAssembler()
        try assembler.append(Self.tone(wide) + [1], as: wide)
        try assembler.append(Self.tone(narrow), as: narrow)
        #expect((31_900...32_100).contains(assembler.finish().count))
    }

    @Test(arguments: [(0, 16_000), (9, 16_000), (1, 7_999), (1, 192_001), (-1, 16_000), (1, 0)])
    func formsThatNobodyCanReadAreRefused(_ channels: Int, _ rate: Int) {
        let error = #expect(throws: AudioError.self) {
            _ = try SoundAssembler.Form(format: .int16, channels: channels, rate: rate)
        }
        #expect(error?.code == .outOfRange)
    }
}
