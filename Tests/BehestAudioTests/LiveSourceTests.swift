import BehestAudio
import FoundationEssentials
import Glibc
import TestSupport
import Testing

/// Recordings at real speed, and samples through a pipe.
@Suite(.timeLimit(.minutes(1)))
struct LiveSourceTests {
    private func samples(of source: any LiveSource) async throws -> [SoundBlock] {
        try await withLiveSound(from: source) { ring in
            var blocks: [SoundBlock] = []
            for try await case .block(let block) in ring.events() { blocks.append(block) }
            return blocks
        }
    }

    @Test func aFileIsPlayedAtItsOwnSpeed() async throws {
        let directory = try TemporaryDirectory()
        let file = directory.url.appending(path: "tone.wav")
        let tone = SoundFixture.tone(hertz: 440, seconds: 5)
        try SoundFixture().write(tone, to: file)
        let system = ScriptedSoundSystem([:])
        let blocks = try await samples(of: PacedFile(AudioFile(path: file.path), system: system))
        #expect(blocks.map(\.samples.count).reduce(0, +) == tone.count)
        #expect(system.elapsed == .seconds(5))
        let first = try #require(blocks.first)
        let last = try #require(blocks.last)
        #expect(last.time - first.time == .microseconds(last.position * 1_000_000 / 16_000))
    }

    @Test func aMissingFileIsSaid() async throws {
        let error = await #expect(throws: AudioError.self) {
            _ = try await samples(of: PacedFile(path: "/nowhere.wav"))
        }
        #expect(error?.message == "There is no file '/nowhere.wav'.")
    }

    @Test(arguments: SampleFormat.allCases)
    func readsSamplesOfAnyFormat(format: SampleFormat) async throws {
        let values: [Float] = [0, 0.5, -0.5, 0.25, -1]
        let bytes = values.flatMap { value -> [UInt8] in
            switch format {
            case .int16: Self.bytes(Int16(value * 32_768))
            case .float32: Self.bytes(value.bitPattern)
            case .int32: Self.bytes(Int32(Double(value) * 2_147_483_648))
            case .int24: Self.bytes(Int32(value * 8_388_608) & 0xFF_FFFF)
            case .packedInt24: Array(Self.bytes(Int32(value * 8_388_608)).prefix(3))
            case .uint8: [UInt8(value * 128 + 128)]
            }
        }
        let blocks = try await samples(of: piped(bytes) { try RawInput(descriptor: $0, format: format) })
        #expect(blocks.flatMap(\.samples) == values)
    }

    @Test func averagesTwoChannelsAndTakesTheFirstOfMore() async throws {
        let two = [0.5, 0.25, -0.5, 0.5].flatMap { Self.bytes(Int16($0 * 32_768)) }
        let pair = try await samples(of: piped(two) { try RawInput(descriptor: $0, channels: 2) })
        #expect(pair.flatMap(\.samples) == [0.375, 0])
        let three = [0.5, 0, 0, 0.25, 1, 1].flatMap { Self.bytes(Int16(clamping: Int($0 * 32_768))) }
        let array = try await samples(of: piped(three) { try RawInput(descriptor: $0, channels: 3) })
        #expect(array.flatMap(\.samples) == [0.5, 0.25])
    }

    @Test func framesThatComeInPiecesAreWhole() async throws {
        let (reader, writer) = try Self.pipe()
        let source = try RawInput(descriptor: reader)
        let blocks = try await withLiveSound(from: source) { ring in
            var iterator = ring.events(blockLength: 1).makeAsyncIterator()
            var samples: [Float] = []
            // A byte is written when the one before it has been taken.
            _ = try await iterator.next()
            for value: Int16 in [256, 512, -256] {
                for byte in Self.bytes(value) { #expect(unsafe write(writer, [byte], 1) == 1) }
                if case .block(let block) = try await iterator.next() { samples += block.samples }
            }
            close(writer)
            #expect(try await iterator.next() == nil)
            return samples
        }
        close(reader)
        #expect(blocks == [256, 512, -256].map { $0 / 32_768 })
    }

    @Test func nothingAtAllIsSaid() async throws {
        let error = await #expect(throws: AudioError.self) {
            _ = try await samples(of: piped([]) { try RawInput(descriptor: $0) })
        }
        #expect(error?.code == .empty)
    }

    @Test func ratesOutOfRangeAreRefused() {
        let error = #expect(throws: AudioError.self) { _ = try RawInput(channels: 1, rate: 4_000) }
        #expect(error?.code == .outOfRange)
    }

    /// A pipe with a few bytes, which a pipe takes at once.
    private func piped(_ bytes: [UInt8], _ make: (Int32) throws -> RawInput) throws -> RawInput {
        let (reader, writer) = try Self.pipe()
        #expect(unsafe write(writer, bytes, bytes.count) == bytes.count)
        close(writer)
        return try make(reader)
    }

    private static func pipe() throws -> (Int32, Int32) {
        var ends: [Int32] = [0, 0]
        try #require(unsafe Glibc.pipe(&ends) == 0)
        return (ends[0], ends[1])
    }

    private static func bytes(_ value: some FixedWidthInteger) -> [UInt8] {
        unsafe withUnsafeBytes(of: value.littleEndian, Array.init)
    }
}
