import BehestAudio
import FoundationEssentials
import Testing
import TestSupport

/// What a file that is no good recording gets.
struct BadAudioTests {
    @Test func missingFile() {
        expect(.unreadable, "There is no file '/nowhere/a.wav'.", reading: "/nowhere/a.wav")
    }

    @Test func directory() throws {
        let folder = try TemporaryDirectory()
        expect(.unreadable, "'\(folder.url.path)' is a directory, not a recording.", reading: folder.url.path)
    }

    @Test func emptyFile() throws {
        let folder = try TemporaryDirectory()
        let file = try folder.file("a.wav", containing: [])
        expect(.empty, "'\(file)' is empty.", reading: file)
    }

    @Test func text() throws {
        let folder = try TemporaryDirectory()
        let file = try folder.file("a.wav", containing: Array("This is no recording, whatever its name says.".utf8))
        let error = failure(reading: file)
        #expect(error?.code == .notAudio)
        #expect(error?.message.hasPrefix("'\(file)' is not a recording that can be read (") == true)
    }

    @Test func rateBelowTheRange() throws {
        let folder = try TemporaryDirectory()
        let file = folder.url.appending(path: "slow.wav")
        try SoundFixture(.wav16, sampleRate: 4_000).write(SoundFixture.tone(hertz: 100, seconds: 1), to: file)
        let message = "'\(file.path)' has 4000 samples a second; 8,000 to 192,000 can be read."
        expect(.outOfRange, message, reading: file.path)
    }

    @Test func tooManyChannels() throws {
        let folder = try TemporaryDirectory()
        let file = folder.url.appending(path: "nine.wav")
        try SoundFixture(.wav16, channels: 9).write(SoundFixture.tone(hertz: 100, seconds: 0.1), to: file)
        expect(.outOfRange, "'\(file.path)' has 9 channels; one to eight can be read.", reading: file.path)
    }

    @Test(arguments: [SoundFixture.Format.wav16, .wav24, .aiff, .flac, .vorbis, .opus])
    func halfAFile(_ format: SoundFixture.Format) throws {
        let folder = try TemporaryDirectory()
        let whole = folder.url.appending(path: "whole")
        try SoundFixture(format).write(SoundFixture.noise(seconds: 4, level: 0.3), to: whole)
        let bytes = try Array(Data(contentsOf: whole))
        let file = try folder.file("half", containing: Array(bytes[..<(bytes.count / 2)]))

        let stream = try AudioFile(path: file).open()
        var count = 0
        let error = #expect(throws: AudioError.self) {
            while let block = try stream.read() { count += block.count }
        }
        #expect(error?.code == .truncated)
        #expect(error?.message.hasPrefix("'\(file)' breaks off after ") == true)
        // What was there has been given all the same.
        #expect(count > 12_000)
    }

    @Test func sampleThatIsNoNumber() throws {
        let folder = try TemporaryDirectory()
        let file = folder.url.appending(path: "nan.wav")
        var samples = SoundFixture.tone(hertz: 440, seconds: 2)
        samples[20_000] = .nan
        try SoundFixture(.wavFloat).write(samples, to: file)

        let stream = try AudioFile(path: file.path).open()
        var count = 0
        let error = #expect(throws: AudioError.self) {
            while let block = try stream.read() { count += block.count }
        }
        #expect(error?.code == .notANumber)
        #expect(
            error?.message == "'\(file.path)' holds a sample that is no number, at 1.25 seconds; export it again."
        )
        #expect(count == 20_000)
    }

    private func failure(reading path: String) -> AudioError? {
        #expect(throws: AudioError.self) { _ = try AudioFile(path: path).open() }
    }

    private func expect(_ code: AudioError.Code, _ message: String, reading path: String) {
        let error = failure(reading: path)
        #expect(error?.code == code)
        #expect(error?.message == message)
    }
}

extension TemporaryDirectory {
    /// Writes a file and gives its path.
    fileprivate func file(_ name: String, containing bytes: [UInt8]) throws -> String {
        let file = url.appending(path: name)
        try Data(bytes).write(to: file)
        return file.path
    }
}
