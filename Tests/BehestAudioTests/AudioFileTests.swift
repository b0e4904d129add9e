import BehestAudio
import FoundationEssentials
import Testing
import TestSupport

struct AudioFileTests {
    @Test(arguments: SoundFixture.Format.allCases)
    func readsEveryFormat(_ format: SoundFixture.Format) throws {
        let rate = format == .opus || format == .mp3 ? 48_000 : 44_100
        try expectTone(SoundFixture(format, sampleRate: rate))
    }

    @Test(arguments: [8_000, 11_025, 16_000, 22_050, 24_000, 44_100, 48_000, 96_000, 192_000])
    func turnsEveryRateToThatOfSpeech(_ rate: Int) throws {
        try expectTone(SoundFixture(.wav16, sampleRate: rate))
    }

    @Test(arguments: 1...8)
    func mixesChannels(_ count: Int) throws {
        try expectTone(SoundFixture(.wav16, channels: count))
    }

    @Test func readsBlockByBlock() throws {
        let folder = try TemporaryDirectory()
        let file = folder.url.appending(path: "long.wav")
        try SoundFixture().write(SoundFixture.noise(seconds: 10, level: 0.1), to: file)
        let stream = try AudioFile(path: file.path).open()
        var blocks = 0
        var longest = 0
        while let block = try stream.read() {
            blocks += 1
            longest = max(longest, block.count)
        }
        #expect(blocks >= 10)
        #expect(longest <= 16_384)
        #expect(try stream.read() == nil)
    }

    /// Reads one second of 440 Hz back, and measures its length, pitch and level.
    private func expectTone(_ fixture: SoundFixture) throws {
        let folder = try TemporaryDirectory()
        let file = folder.url.appending(path: "tone")
        try fixture.write(SoundFixture.tone(hertz: 440, seconds: 1, sampleRate: fixture.sampleRate), to: file)
        let samples = try readAll(file)

        // A lossy format adds some silence at its ends.
        #expect((15_900...18_500).contains(samples.count), "\(samples.count) samples")
        let middle = samples[4_000..<12_000]
        let crossings = zip(middle, middle.dropFirst()).count { $0 < 0 && $1 >= 0 }
        #expect((218...222).contains(crossings), "\(crossings) periods in half a second")
        let peak = middle.reduce(0) { max($0, abs($1)) }
        #expect((0.45...0.56).contains(peak), "a peak of \(peak)")
    }

    private func readAll(_ file: URL) throws -> [Float] {
        let stream = try AudioFile(path: file.path).open()
        var samples: [Float] = []
        while let block = try stream.read() { samples += block }
        return samples
    }
}
